using System.Globalization;
using MarketSim.Agents.Population;
using MarketSim.Benchmarks.Runs;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Benchmarks.Clusters;

/// <summary>
/// Samples a second (decisions that learners have learned from) against the replicas of the market that run side by side: <c>multi-agent-training</c> with its three
/// learners, trained in both modes, in this process and on two nodes. The figure per processor second is the steadier one on a machine that others use too.
/// Where learners do not wait, the markets collect more than is learned by the end of so short a training; the share that was is given beside.
/// </summary>
internal static class ReplicaBenchmark
{
    private const int Episodes = 6;

    // A tick on two nodes takes a message there and back.
    private const int EpisodesOverNodes = 2;

    // Each node carries copies; one leads and has the main market, the other has the learners.
    private const string LeadingRoles = "market,agents";
    private const string LearningRoles = "agents,learner";

    private static readonly int[] Replicas = [1, 2, 4, 8];

    public static Task<IReadOnlyList<Measurement>> MeasureAsync(TimeProvider timeProvider, int repeats) => MeasureAsync(
        "replicas",
        "one process",
        Episodes,
        repeats,
        async scenario =>
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            RunSummary summary = await RunBenchmark.RunAsync(scenario, timeProvider).ConfigureAwait(false);
            return (summary, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        });

    /// <exception cref="Cluster.Local.LocalServerException">A node could not be started.</exception>
    public static async Task<IReadOnlyList<Measurement>> OverNodesAsync(TimeProvider timeProvider, int repeats)
    {
        BenchCluster cluster = await BenchCluster.StartAsync(timeProvider, LeadingRoles, LearningRoles).ConfigureAwait(false);
        await using (cluster.ConfigureAwait(false))
        {
            return await MeasureAsync(
                "replicas-nodes",
                "two nodes",
                EpisodesOverNodes,
                repeats,
                async scenario =>
                {
                    ClusterSample sample = await cluster.RunAsync(scenario, withLearners: true).ConfigureAwait(false);
                    return (sample.Summary, sample.MarketProcessorSeconds + sample.AgentsProcessorSeconds);
                }).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<Measurement>> MeasureAsync(
        string benchmark, string where, int episodes, int repeats, Func<Scenario, Task<(RunSummary Summary, double ProcessorSeconds)>> run)
    {
        var measurements = new List<Measurement>();
        foreach (TrainingMode mode in Enum.GetValues<TrainingMode>())
        {
            // Unmeasured: the compiler's work.
            await run(LearningMarket(mode, episodes, replicas: 2)).ConfigureAwait(false);
            double one = 0;
            foreach (int replicas in Replicas)
            {
                Scenario scenario = LearningMarket(mode, episodes, replicas);
                List<double> rates = [], processorRates = [], shares = [];
                for (int repeat = 0; repeat < repeats; repeat++)
                {
                    (RunSummary summary, double processorSeconds) = await run(scenario).ConfigureAwait(false);
                    double learned = summary.Learners.Sum(learner => learner.Steps);
                    rates.Add(learned / summary.WallSeconds);
                    processorRates.Add(learned / processorSeconds);
                    shares.Add(learned / CollectedBy(scenario));
                }

                Measurement rate = Measurement.Of(
                    benchmark, string.Create(CultureInfo.InvariantCulture, $"{where}, {mode.ToString().ToLowerInvariant()}, R = {replicas}"), "samples/s", rates);
                double perProcessorSecond = Median(processorRates);
                one = replicas == 1 ? rate.Median : one;
                measurements.Add(rate with
                {
                    Beside = string.Create(CultureInfo.InvariantCulture, $"{rate.Median / one:0.0} times R = 1; {perProcessorSecond:N0} per processor second; {Median(shares):P0} of what was collected"),
                });
            }
        }

        return measurements;
    }

    private static Scenario LearningMarket(TrainingMode mode, int episodes, int replicas)
    {
        Scenario learning = ScenarioCatalog.Read("multi-agent-training");
        return learning with
        {
            Training = learning.Training! with { Episodes = episodes, Mode = mode, Replicas = replicas },
            Checkpoint = new ScenarioCheckpoint { Every = null },
        };
    }

    private static double Median(IEnumerable<double> values) => Measurement.Of(string.Empty, string.Empty, string.Empty, values).Median;

    private static double CollectedBy(Scenario scenario) =>
        scenario.Agents
            .Where(group => group.Agent is LearningAgent)
            .Sum(group => group.Count * (scenario.Market.Session.Length / group.Agent.Parameters.Nanoseconds("decisionInterval")))
        * (double)scenario.Training!.Episodes * scenario.Training.Replicas;
}
