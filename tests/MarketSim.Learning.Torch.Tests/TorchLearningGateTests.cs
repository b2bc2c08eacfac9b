using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Tests.Training.Reference;
using MarketSim.Learning.Training;
using Xunit.Abstractions;

namespace MarketSim.Learning.Torch.Tests;

/// <summary>Known trainings reach their goals on the torch engine too: every seed of 1 to 3, final weights, 100 deterministic episodes.</summary>
public sealed class TorchLearningGateTests(ITestOutputHelper output)
{
    [LongTheory(nameof(TorchLearningGateTests))]
    [InlineData("ppo-cartpole", 1)]
    [InlineData("ppo-cartpole", 2)]
    [InlineData("ppo-cartpole", 3)]
    [InlineData("sac-pendulum", 1)]
    [InlineData("sac-pendulum", 2)]
    [InlineData("sac-pendulum", 3)]
    public void Seed_reaches_the_goal(string name, int seed)
    {
        ReferenceTask task = ReferenceTasks.All.Single(candidate => candidate.Name == name);
        EvaluationResult result = task.Run((ulong)seed, new TorchEngine());
        output.WriteLine($"{name} seed {seed}: {result.MeanReturn:F1} ± {result.StandardDeviation:F1} (goal {task.Goal})");
        Assert.True(result.MeanReturn >= task.Goal, $"Reached {result.MeanReturn:F1}; the goal is {task.Goal}.");
    }

    [LongFact(nameof(TorchLearningGateTests))]
    public void Memory_is_flat_over_100000_updates()
    {
        var options = new PpoOptions { StepsPerRollout = 4, BatchSize = 8, Epochs = 1, HiddenSizes = [16] };
        var model = new Ppo(new VectorEnvironment(2, static _ => CartPole.Version1()), options, 1, engine: new TorchEngine());
        model.Learn(8 * 10_000);
        long before = System.Environment.WorkingSet;
        model.Learn(8 * 110_000);
        long growth = System.Environment.WorkingSet - before;
        output.WriteLine($"Working set {before / 1e6:F0} MB, growth {growth / 1e6:F1} MB over 100,000 updates.");
        Assert.InRange(growth, long.MinValue, 20_000_000);
    }
}
