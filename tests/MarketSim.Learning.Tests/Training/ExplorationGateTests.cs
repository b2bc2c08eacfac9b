using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Training;
using Xunit.Abstractions;

namespace MarketSim.Learning.Tests.Training;

/// <summary>What exploration is for: final weights, 100 deterministic episodes each.</summary>
public sealed class ExplorationGateTests(ITestOutputHelper output)
{
    [LongTheory(nameof(ExplorationGateTests))]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sac_with_state_dependent_exploration_swings_the_pendulum_up(int seed)
    {
        var options = new SacOptions { LearningRate = 1e-3, StateDependentExploration = true };
        var model = new Sac(new VectorEnvironment(1, static _ => Pendulum.Version1()), options, (ulong)seed);
        model.Learn(20_000);
        AssertReached(model.Evaluate(new VectorEnvironment(8, static _ => Pendulum.Version1()), 100), -160, seed);
    }

    [LongTheory(nameof(ExplorationGateTests))]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Discrete_sac_balances_the_pole_with_its_defaults(int seed)
    {
        var model = new Sac(new VectorEnvironment(1, static _ => CartPole.Version1()), new SacOptions { HiddenSizes = [64, 64] }, (ulong)seed);
        model.Learn(50_000);
        AssertReached(model.Evaluate(new VectorEnvironment(8, static _ => CartPole.Version1()), 100), 400, seed);
    }

    [LongTheory(nameof(ExplorationGateTests))]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Goal_that_chance_seldom_reaches_is_found_with_state_dependent_exploration_and_not_without(int seed)
    {
        double with = Push(isStateDependent: true, seed);
        double without = Push(isStateDependent: false, seed);
        output.WriteLine($"seed {seed}: with {with:F2}, without {without:F2}");
        Assert.True(with >= 8, $"With state-dependent exploration an episode brings {with:F2}; the goal alone is worth 10.");
        Assert.True(without <= 1, $"Without it {without:F2}.");
    }

    private static double Push(bool isStateDependent, int seed)
    {
        var options = new PpoOptions
        {
            StepsPerRollout = 200,
            BatchSize = 200,
            Gamma = 0.99,
            LearningRate = 1e-3,
            StateDependentExploration = isStateDependent,
            SampleFrequency = 50,
        };
        var model = new Ppo(new VectorEnvironment(8, static _ => new PushEnvironment()), options, (ulong)seed);
        model.Learn(100_000);
        return model.Evaluate(new VectorEnvironment(8, static _ => new PushEnvironment()), 100).MeanReturn;
    }

    private void AssertReached(EvaluationResult result, double goal, int seed)
    {
        output.WriteLine($"seed {seed}: {result.MeanReturn:F1} ± {result.StandardDeviation:F1} (goal {goal})");
        Assert.True(result.MeanReturn >= goal, $"Reached {result.MeanReturn:F1}; the goal is {goal}.");
    }
}
