using System.Globalization;
using MarketSim.Simulation.Evaluation;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;
using Xunit.Abstractions;

namespace MarketSim.Simulation.Tests.Evaluation;

/// <summary>
/// Trains market-school for 100 episodes and judges each learner, its opponents frozen, on 200 markets that no training has seen: its change of wealth must be
/// above that of its untrained self. Takes minutes:
/// MARKETSIM_LONG=1 dotnet test tests/MarketSim.Simulation.Tests -c Release --filter SchoolTrainingGate --logger "console;verbosity=detailed"
/// </summary>
public sealed class SchoolTrainingGate(ITestOutputHelper output)
{
    [LongTheory("SchoolTrainingGate")]
    [InlineData(TrainingMode.Lockstep)]
    [InlineData(TrainingMode.Async)]
    public async Task Trained_learners_are_worth_more_than_untrained_ones(TrainingMode mode)
    {
        Scenario scenario = ScenarioCatalog.Read("market-school");
        scenario = scenario with { Training = scenario.Training! with { Mode = mode } };
        using var folder = new TemporaryFolder();
        await SimulationRun.StartAsync(scenario, folder.Path, new RunOptions { TimeProvider = TimeProvider.System });

        IReadOnlyList<EvaluatedEpisode> episodes = PolicyEvaluation.Run(
            scenario,
            TrainedPolicies.Read(RunFolder.Open(folder.Path), scenario),
            new EvaluationOptions { Episodes = 200, Threads = Environment.ProcessorCount });

        foreach (IGrouping<string, EvaluatedEpisode> group in episodes.GroupBy(row => row.Group, StringComparer.Ordinal))
        {
            double[] trained = WealthOf(group, "trained");
            foreach (string contestant in group.Select(row => row.Contestant).Distinct(StringComparer.Ordinal))
            {
                (double mean, double half) = Interval([.. trained.Zip(WealthOf(group, contestant), (own, other) => own - other)]);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{mode} {group.Key} - {contestant}: {mean:0.00} ± {half:0.00} ({contestant} {WealthOf(group, contestant).Average():0.00})"));
            }

            (double above, double width) = Interval([.. trained.Zip(WealthOf(group, "untrained"), (own, other) => own - other)]);
            Assert.True(above - width > 0, $"{group.Key} is worth {above:0.00} ± {width:0.00} more than untrained");
        }
    }

    private static double[] WealthOf(IEnumerable<EvaluatedEpisode> rows, string contestant) =>
        [.. rows.Where(row => row.Contestant == contestant).OrderBy(row => row.Episode).Select(row => row.WealthChange)];

    // Mean and half-width of the 95 % interval; with 200 pairs the normal law is near enough.
    private static (double Mean, double HalfWidth) Interval(double[] values)
    {
        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1);
        return (mean, 1.96 * Math.Sqrt(variance / values.Length));
    }
}
