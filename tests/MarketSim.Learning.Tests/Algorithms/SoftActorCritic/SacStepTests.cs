using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Algorithms.SoftActorCritic;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Tests.Networks;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Algorithms.SoftActorCritic;

public sealed class SacStepTests
{
    private const int Rows = 7;
    private const int ObservationSize = 3;
    private static readonly SacOptions Options = new() { BatchSize = Rows, HiddenSizes = [6], Activation = Activation.Tanh, InitialEntropyCoefficient = 0.3 };

    [Fact]
    public void Gradient_of_the_continuous_actor_equals_central_differences()
    {
        SacModel model = Model(BoxSpace.Uniform(2, -2, 2));
        var step = new ContinuousSacStep(model);
        float[] features = Numbers.Normal(Rows * ObservationSize, 1);
        ActorLoss(model, step, features);
        float[] gradients = model.ActorGradients.ToArray();

        // Between the points of a difference the other critic may become the smaller one.
        CentralDifferences.AssertGradient(model.Policy.Weights, gradients, () => ActorLoss(model, step, features), tolerance: 1e-2);
    }

    [Fact]
    public void Gradient_of_the_actor_with_state_dependent_noise_equals_central_differences()
    {
        SacModel model = Model(BoxSpace.Uniform(2, -2, 2), Options with { StateDependentExploration = true, InitialLogDeviation = -0.7 });
        var step = new ContinuousSacStep(model);
        float[] features = Numbers.Normal(Rows * ObservationSize, 1);
        ActorLoss(model, step, features);
        float[] gradients = model.ActorGradients.ToArray();

        // Noise is a function of the hidden layer, but does not train it: the layers before it are left out.
        int first = model.Policy.Layout["actor.1.weight"].Offset;
        CentralDifferences.AssertGradient(
            model.Policy.Weights[first..], gradients.AsSpan(first), () => ActorLoss(model, step, features), tolerance: 1e-2);
    }

    [Fact]
    public void Gradient_of_the_discrete_actor_equals_central_differences()
    {
        SacModel model = Model(new MultiDiscreteSpace(3, 2));
        var step = new DiscreteSacStep(model);
        float[] features = Numbers.Normal(Rows * ObservationSize, 1);
        ActorLoss(model, step, features);
        float[] gradients = model.ActorGradients.ToArray();
        CentralDifferences.AssertGradient(model.Policy.Weights, gradients, () => ActorLoss(model, step, features));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Critics_learn_what_a_transition_that_ends_pays(bool isDiscrete)
    {
        SacModel model = Model(isDiscrete ? new DiscreteSpace(2) : BoxSpace.Uniform(1, -1, 1), Options with { HiddenSizes = [32, 32] });
        ISacStep step = isDiscrete ? new DiscreteSacStep(model) : new ContinuousSacStep(model);
        var batch = new ReplayBatch(Rows, ObservationSize, 1);
        float[] features = Numbers.Normal(Rows * ObservationSize, 1);
        for (int row = 0; row < Rows; row++)
        {
            batch.Action(row)[0] = row % 2;
            batch.Rewards[row] = 3 + row;
            batch.Terminated[row] = 1;
        }

        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        for (int i = 0; i < 1_500; i++)
        {
            step.Step(batch, features, features, 3e-3, ref random);
        }

        for (int row = 0; row < Rows; row++)
        {
            Assert.Equal(3 + row, step.ActionValue(features.AsSpan(row * ObservationSize, ObservationSize), batch.Action(row)), 0.3);
        }
    }

    [Theory]
    [InlineData(-3.0, false)]
    [InlineData(3.0, true)]
    public void Learned_entropy_weight_rises_when_the_entropy_is_below_its_target(double meanLogProbability, bool rises)
    {
        // The target is 1: an entropy of 3 is above it, one of -3 below.
        var weight = new EntropyWeight(null, 1, targetEntropy: 1);
        Assert.Equal(0, weight.Update(meanLogProbability, 0.01), 1e-12);
        Assert.Equal(rises ? Elementary.Exp(0.01) : Elementary.Exp(-0.01), weight.Value, 1e-5);

        // -log alpha (log pi + target)
        Assert.Equal((rises ? -0.01 : 0.01) * (meanLogProbability + 1), weight.Update(meanLogProbability, 0.01), 1e-5);
    }

    [Fact]
    public void Learned_entropy_weight_stays_at_or_below_its_maximum()
    {
        var weight = new EntropyWeight(null, 1, targetEntropy: 1, maximum: 1.5);
        for (int i = 0; i < 200; i++)
        {
            weight.Update(meanLogProbability: 3, 0.01);
        }

        Assert.Equal(1.5, weight.Value, 1e-5);
    }

    [Fact]
    public void Entropy_aims_at_minus_the_actions_or_at_60_percent_of_the_most()
    {
        Assert.Equal(-3, EntropyTargets.Of(BoxSpace.Uniform(3, -1, 1)));
        Assert.Equal(0.7 * Math.Log(5), EntropyTargets.Of(new DiscreteSpace(5)), 1e-12);
        Assert.Equal(0.7 * Math.Log(6), EntropyTargets.Of(new MultiDiscreteSpace(2, 3)), 1e-12);
    }

    // The same random numbers each time, so that differences are those of the weights.
    private static double ActorLoss(SacModel model, ContinuousSacStep step, ReadOnlySpan<float> features)
    {
        var random = new RandomStream(2, RandomPurpose.Test, 0, 0);
        step.DrawPresent(features, ref random);
        return step.AddActorGradients(features, model.EntropyWeight.Value);
    }

    private static double ActorLoss(SacModel model, DiscreteSacStep step, ReadOnlySpan<float> features)
    {
        step.ForwardPresent(features);
        return step.AddActorGradients(features, model.EntropyWeight.Value);
    }

    private static SacModel Model(Space actions, SacOptions? options = null) =>
        new((options ?? Options).CreatePolicy(BoxSpace.Unbounded(ObservationSize), actions, seed: 2), options ?? Options, seed: 2, ManagedEngine.Instance);
}
