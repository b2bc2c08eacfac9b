using System.Diagnostics;
using System.Globalization;
using MarketSim.Learning.Curriculum;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Evaluation;
using MarketSim.Simulation.MultiAgent;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Running;
using MarketSim.Simulation.Tests.Training;
using Xunit.Abstractions;

namespace MarketSim.Simulation.Tests.MultiAgent;

/// <summary>
/// The academy trains, is evaluated on 200 markets that no training has seen, and every learner's change of wealth is above that of its untrained self, with
/// 95 %; partitions, threads and kills change nothing of it. Takes minutes; the part on nodes is AcademyNodeGate of the cluster's tests:
/// MARKETSIM_LONG=1 dotnet test tests/MarketSim.Simulation.Tests -c Release --filter AcademyGate --logger "console;verbosity=detailed"
/// </summary>
public sealed class AcademyGate(ITestOutputHelper output)
{
    private const int EvaluatedEpisodes = 200;

    [LongTheory(nameof(AcademyGate))]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void Every_learner_is_worth_more_than_its_untrained_self(ulong seed)
    {
        using var folder = new TemporaryFolder();
        long start = Stopwatch.GetTimestamp();
        var academy = new AcademyExperiment(options: new MultiAgentOptions { Folder = folder.Path, Seed = seed, Threads = Environment.ProcessorCount });
        academy.Train();
        TimeSpan trained = Stopwatch.GetElapsedTime(start);
        IReadOnlyList<EvaluatedEpisode> episodes = academy.Evaluate(EvaluatedEpisodes);
        output.WriteLine(Line($"seed {seed}: trained in {trained.TotalSeconds:0} s, with the evaluation {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s, on {Environment.ProcessorCount} processors"));
        foreach (StageEvaluation evaluation in academy.Stages)
        {
            output.WriteLine(Line($"after episode {evaluation.Steps}: {evaluation.Describe()}"));
        }

        var below = new List<string>();
        foreach (IGrouping<string, EvaluatedEpisode> group in episodes.GroupBy(row => row.Group, StringComparer.Ordinal))
        {
            double[] own = WealthOf(group, "trained");
            foreach (string policy in group.Select(row => row.Policy).Distinct(StringComparer.Ordinal))
            {
                double[] other = WealthOf(group, policy);
                (double mean, double half) = Interval([.. own.Zip(other, (left, right) => left - right)]);
                output.WriteLine(Line($"seed {seed} {group.Key}: {own.Average():0.0}, {policy} {other.Average():0.0}, lead {mean:0.0} ± {half:0.0}"));
                if (policy == "untrained" && mean - half <= 0)
                {
                    below.Add(group.Key);
                }
            }
        }

        Assert.Empty(below);
        Assert.Equal(4, episodes.Select(row => row.Group).Distinct(StringComparer.Ordinal).Count());
    }

    [LongFact(nameof(AcademyGate))]
    public async Task Killed_in_the_middle_of_stages_windows_and_options_it_ends_with_the_same_weights()
    {
        Scenario built = ScenarioCatalog.Read("academy");
        Scenario scenario = built with
        {
            Training = built.Training! with { Episodes = 32 },
            Checkpoint = new ScenarioCheckpoint { EveryTicks = 1_777, Every = null, Keep = 2 },
        };
        using var whole = new TemporaryFolder();
        var killed = new List<TemporaryFolder>();
        long last = -1;
        RunResult expected = await SimulationRun.StartAsync(scenario, whole.Path, SmallMarket.Options(progress: progress =>
        {
            if (progress.Tick - last > 6_000)
            {
                last = progress.Tick;
                killed.Add(whole.Copy());
            }
        }));
        Assert.True(killed.Count >= 5, $"only {killed.Count} moments were caught");
        Assert.True(File.ReadAllLines(whole[RunFolder.CurriculumFile]).Length > 2);
        foreach (TemporaryFolder folder in killed)
        {
            RunResult resumed = await SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options(partitions: 5));

            DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
            TrainingRunTests.AssertSamePolicies(whole, folder);
            Assert.Equal(File.ReadAllText(whole[RunFolder.CurriculumFile]), File.ReadAllText(folder[RunFolder.CurriculumFile]));
            folder.Dispose();
        }
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

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
