using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Algorithms.SoftActorCritic;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using Xunit.Abstractions;

namespace MarketSim.Learning.Torch.Tests.Oracle;

/// <summary>Gradients of whole gradient steps, on both engines, against torch in double precision.</summary>
public sealed class SacOracleTests(ITestOutputHelper output)
{
    private const double Tolerance = 5e-6;
    private const int Rows = 48;
    private const int ObservationSize = 5;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_with_continuous_actions_are_those_of_their_formulas(bool onTorch)
    {
        TorchLibrary.Load();
        for (ulong seed = 1; seed <= 10; seed++)
        {
            SacModel model = Model(BoxSpace.Uniform(3, -1, 1), seed, onTorch);

            // Small deviations: near the edges of tanh few digits of 1 - tanh² are left in single precision, whatever the formula.
            model.Policy.Layout["actor.2.bias"].Of(model.Policy.Weights)[3..].Fill(-1);
            var random = new RandomStream(seed, RandomPurpose.Test, 0, 1);
            ReplayBatch batch = Batch(3, ref random, static (ref random) => (float)random.NextUniform(-1, 1));
            RandomStream copy = random;
            float[] noise = Normal(Rows * 3, ref copy);
            float[] nextNoise = Normal(Rows * 3, ref copy);
            var oracle = new SacOracle(model, batch);
            (double[] critics, double[] actor) = oracle.Continuous(noise, nextNoise);
            Compare(model, new ContinuousSacStep(model), batch, ref random, critics, actor, oracle);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_with_discrete_actions_are_those_of_their_formulas(bool onTorch)
    {
        TorchLibrary.Load();
        int[] counts = [3, 2];
        for (ulong seed = 1; seed <= 10; seed++)
        {
            SacModel model = Model(new MultiDiscreteSpace(counts), seed, onTorch);
            var random = new RandomStream(seed, RandomPurpose.Test, 0, 1);
            ReplayBatch batch = Batch(2, ref random, static (ref random) => random.NextInt32(2));
            var oracle = new SacOracle(model, batch);
            (double[] critics, double[] actor) = oracle.Discrete(counts);
            Compare(model, new DiscreteSacStep(model), batch, ref random, critics, actor, oracle);
        }
    }

    private delegate float Draw(ref RandomStream random);

    private void Compare(
        SacModel model, ISacStep step, ReplayBatch batch, ref RandomStream random, double[] critics, double[] actor, SacOracle oracle)
    {
        SacLosses losses = step.Step(batch, batch.Observations, batch.NextObservations, learningRate: 0, ref random);
        double criticError = Differences.Relative<double>(critics, model.Critic.Gradients);
        double actorError = Differences.Relative<double>(actor, model.ActorGradients);
        output.WriteLine($"critics {criticError:G3}, actor {actorError:G3}");
        Assert.InRange(criticError, 0, Tolerance);
        Assert.InRange(actorError, 0, Tolerance);
        Assert.InRange(Math.Abs(losses.MeanLogProbability - oracle.MeanLogProbability), 0, Tolerance * Math.Abs(oracle.MeanLogProbability));
    }

    private static SacModel Model(Space actions, ulong seed, bool onTorch)
    {
        var options = new SacOptions
        {
            BatchSize = Rows,
            HiddenSizes = [11, 8],
            Activation = seed % 2 == 0 ? Activation.Tanh : Activation.Relu,
            InitialEntropyCoefficient = 0.3,
        };
        var policy = options.CreatePolicy(BoxSpace.Unbounded(ObservationSize), actions, seed);
        var model = new SacModel(policy, options, seed, onTorch ? new TorchEngine() : ManagedEngine.Instance);

        // Targets that are not the critics.
        var random = new RandomStream(seed, RandomPurpose.Test, 0, 2);
        foreach (ref float weight in model.Critic.Parameters)
        {
            weight += (float)(0.2 * random.NextNormal());
        }

        return model;
    }

    private static ReplayBatch Batch(int actionSize, ref RandomStream random, Draw action)
    {
        var batch = new ReplayBatch(Rows, ObservationSize, actionSize);
        batch.Discounts.Fill(0.99f);
        for (int row = 0; row < Rows; row++)
        {
            Normal(ObservationSize, ref random).CopyTo(batch.Observation(row));
            Normal(ObservationSize, ref random).CopyTo(batch.NextObservation(row));
            foreach (ref float value in batch.Action(row))
            {
                value = action(ref random);
            }

            batch.Rewards[row] = (float)random.NextNormal();
            batch.Terminated[row] = random.NextInt32(3) == 0 ? 1 : 0;
        }

        return batch;
    }

    private static float[] Normal(int count, ref RandomStream random)
    {
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)random.NextNormal();
        }

        return values;
    }
}
