using System.Globalization;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Evaluation;
using MarketSim.Simulation.Running;
using Xunit.Abstractions;

namespace MarketSim.Simulation.Tests.Evaluation;

/// <summary>
/// Trains multi-agent-training for 100 episodes with five seeds in both modes and evaluates each learner, its opponents frozen, on the same 200 markets that no training has
/// seen: its change of wealth must be above that of its untrained self. Takes minutes:
/// MARKETSIM_LONG=1 dotnet test tests/MarketSim.Simulation.Tests -c Release --filter MultiAgentTrainingGate --logger "console;verbosity=detailed"
/// </summary>
public sealed class MultiAgentTrainingGate(ITestOutputHelper output)
{
    [LongTheory("MultiAgentTrainingGate")]
    [MemberData(nameof(Trainings))]
    public async Task Trained_learners_are_worth_more_than_untrained_ones(TrainingMode mode, ulong seed)
    {
        Scenario learning = ScenarioCatalog.Read("multi-agent-training");
        Scenario scenario = learning with { Seed = seed, Training = learning.Training! with { Mode = mode } };
        using var folder = new TemporaryFolder();
        await SimulationRun.StartAsync(scenario, folder.Path, new RunOptions { TimeProvider = TimeProvider.System });

        IReadOnlyList<EvaluatedEpisode> episodes = MarketPolicyEvaluation.Run(
            scenario,
            TrainedPolicies.Read(RunFolder.Open(folder.Path), scenario),
            new EvaluationOptions { Episodes = 200, MarketSeed = learning.Seed, Threads = Environment.ProcessorCount });

        foreach (IGrouping<string, EvaluatedEpisode> group in episodes.GroupBy(row => row.Group, StringComparer.Ordinal))
        {
            double[] trained = WealthOf(group, "trained");
            foreach (string policy in group.Select(row => row.Policy).Distinct(StringComparer.Ordinal))
            {
                (double mean, double half) = Interval([.. trained.Zip(WealthOf(group, policy), (own, other) => own - other)]);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{mode} seed {seed} {group.Key} - {policy}: {mean:0.00} ± {half:0.00} ({policy} {WealthOf(group, policy).Average():0.00})"));
            }

            (double above, double width) = Interval([.. trained.Zip(WealthOf(group, "untrained"), (own, other) => own - other)]);
            Assert.True(above - width > 0, $"{group.Key} is worth {above:0.00} ± {width:0.00} more than untrained");
        }
    }

    public static TheoryData<TrainingMode, ulong> Trainings()
    {
        var trainings = new TheoryData<TrainingMode, ulong>();
        foreach (TrainingMode mode in new[] { TrainingMode.Lockstep, TrainingMode.Async })
        {
            for (ulong seed = 1; seed <= 5; seed++)
            {
                trainings.Add(mode, seed);
            }
        }

        return trainings;
    }

    private static double[] WealthOf(IEnumerable<EvaluatedEpisode> rows, string policy) =>
        [.. rows.Where(row => row.Policy == policy).OrderBy(row => row.Episode).Select(row => row.WealthChange)];

    // Mean and half-width of the 95 % interval; with 200 pairs the normal law is near enough.
    private static (double Mean, double HalfWidth) Interval(double[] values)
    {
        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1);
        return (mean, 1.96 * Math.Sqrt(variance / values.Length));
    }
}
