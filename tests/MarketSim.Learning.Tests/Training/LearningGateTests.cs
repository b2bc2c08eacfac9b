using MarketSim.Learning.Tests.Training.Reference;
using MarketSim.Learning.Training;
using Xunit.Abstractions;

namespace MarketSim.Learning.Tests.Training;

/// <summary>
/// Known trainings reach what is known of them: the median of seeds 1 to 5, final weights, 100 deterministic episodes each, and no seed below 80 % of
/// the normalised score.
/// </summary>
public sealed class LearningGateTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names { get; } = [.. ReferenceTasks.All.Select(static task => task.Name)];

    [LongTheory(nameof(LearningGateTests))]
    [MemberData(nameof(Names))]
    public void Median_of_five_seeds_reaches_the_goal_and_none_stays_far_below(string name)
    {
        ReferenceTask task = ReferenceTasks.All.Single(candidate => candidate.Name == name);
        double[] returns = new double[5];
        for (int i = 0; i < returns.Length; i++)
        {
            EvaluationResult result = task.Run(seed: (ulong)i + 1);
            returns[i] = result.MeanReturn;
            output.WriteLine($"{name} seed {i + 1}: {result.MeanReturn:F1} ± {result.StandardDeviation:F1}");
        }

        double[] sorted = [.. returns.Order()];
        output.WriteLine($"{name}: median {sorted[2]:F1} (goal {task.Goal}), lowest {sorted[0]:F1} (floor {task.Floor:F1})");
        Assert.True(sorted[2] >= task.Goal, $"The median is {sorted[2]:F1}; the goal is {task.Goal}.");
        Assert.True(sorted[0] >= task.Floor, $"The lowest is {sorted[0]:F1}; the floor is {task.Floor:F1}.");
    }

    [Theory]
    [InlineData("ppo-cartpole")]
    [InlineData("ppo-pendulum")]
    public void One_seed_reaches_the_goal(string name)
    {
        ReferenceTask task = ReferenceTasks.All.Single(candidate => candidate.Name == name);
        double reached = task.Run(seed: 1).MeanReturn;
        Assert.True(reached >= task.Goal, $"Reached {reached:F1}; the goal is {task.Goal}.");
    }
}
