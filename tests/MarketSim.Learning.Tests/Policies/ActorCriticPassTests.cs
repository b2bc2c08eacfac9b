using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Tests.Networks;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Policies;

public sealed class ActorCriticPassTests
{
    private const int Rows = 3;
    private const int StepsPerRow = 14;

    [Theory]
    [InlineData("discrete", null)]
    [InlineData("box", null)]
    [InlineData("discrete", 4)]
    [InlineData("box", 4)]
    public void Backward_pass_equals_central_differences(string actions, int? lstmSize)
    {
        (ActorCriticPolicy policy, PreparedRollout prepared, MinibatchSampler sampler) = Collected(actions, lstmSize);
        var pass = new ActorCriticPass(policy, ManagedEngine.Instance);
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        sampler.Shuffle(ref random);
        Assert.True(sampler.MoveNext());
        Minibatch minibatch = sampler.Current;
        int rows = minibatch.Layout.Rows;
        float[] logWeights = Weights(minibatch, 1);
        float[] entropyWeights = Weights(minibatch, 2);
        float[] valueWeights = Weights(minibatch, 3);

        // Weights as they come hardly move the head: give it some to move.
        float[] noise = Numbers.Normal(policy.Layout.TrainableSize, 4, 0.3);
        for (int i = 0; i < noise.Length; i++)
        {
            policy.Weights[i] += noise[i];
        }

        double Loss()
        {
            pass.Forward(prepared, minibatch);
            return Numbers.Dot(pass.LogProbabilities, logWeights) + Numbers.Dot(pass.Entropies, entropyWeights) + Numbers.Dot(pass.Values, valueWeights);
        }

        Loss();
        float[] gradients = new float[policy.Layout.TrainableSize];
        pass.Backward(logWeights, entropyWeights, valueWeights, gradients);
        CentralDifferences.AssertGradient(policy.Weights[..gradients.Length], gradients, Loss);
        Assert.Equal(lstmSize is null ? 10 : minibatch.Steps, rows - minibatch.Rows.ToArray().Count(static step => step < 0));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(4)]
    public void Log_probabilities_and_values_of_acting_are_rebuilt_in_training_to_the_bit(int? lstmSize)
    {
        (ActorCriticPolicy policy, PreparedRollout prepared, MinibatchSampler sampler) = Collected("discrete", lstmSize);
        var pass = new ActorCriticPass(policy, ManagedEngine.Instance);
        sampler.TakeAll();
        pass.Forward(prepared, sampler.Current);
        int seen = 0;
        for (int row = 0; row < sampler.Current.Layout.Rows; row++)
        {
            int step = sampler.Current.Rows[row];
            if (step >= 0)
            {
                Assert.Equal(prepared.LogProbabilities[step], pass.LogProbabilities[row]);
                Assert.Equal(prepared.Values[step], pass.Values[row]);
                seen++;
            }
        }

        Assert.Equal(Rows * StepsPerRow, seen);
    }

    private static float[] Weights(Minibatch minibatch, int index)
    {
        float[] weights = Numbers.Normal(minibatch.Layout.Rows, index);
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] = minibatch.Rows[row] < 0 ? 0 : weights[row];
        }

        return weights;
    }

    /// <summary>The second rollout of a policy: its episodes begin and end in the midst of it, and segments differ in length.</summary>
    private static (ActorCriticPolicy Policy, PreparedRollout Prepared, MinibatchSampler Sampler) Collected(string actions, int? lstmSize)
    {
        var environment = new VectorEnvironment(Rows, _ => actions == "box" ? Pendulum.Version1() : CartPole.WithoutVelocities());
        var options = new PpoOptions { HiddenSizes = [5], LstmSize = lstmSize };
        var policy = options.CreatePolicy(environment.ObservationSpace, environment.ActionSpace, seed: 3);
        var runner = new EnvironmentRunner(environment, policy);
        runner.Begin(5);
        var collector = new RolloutCollector(runner, policy, StepsPerRow, options.Gamma);
        collector.Collect(0);
        collector.Collect(0);
        var prepared = new PreparedRollout(policy.Encoder.FeatureSize, policy.ActionSpace.Size);
        prepared.Begin(collector.Rollout);
        policy.Encoder.Encode(policy.Weights, collector.Rollout.Observations, prepared.Features);
        var sampler = new MinibatchSampler(batchSize: 10, policy.StateSize, maxSequenceLength: StepsPerRow - 3);
        sampler.Begin(collector.Rollout);
        return (policy, prepared, sampler);
    }
}
