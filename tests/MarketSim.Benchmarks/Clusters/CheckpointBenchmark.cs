using System.Globalization;
using MarketSim.Benchmarks.Runs;
using MarketSim.Scenarios;

namespace MarketSim.Benchmarks.Clusters;

/// <summary>Checkpoints of runs on two nodes whose agents all act in between, so that nothing of the last one can be used again.</summary>
internal sealed class CheckpointBenchmark(BenchCluster cluster, int repeats)
{
    private const int Ticks = 20;
    private const int TicksBetween = 4;

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int agents)
    {
        Scenario scenario = RunBenchmark.NoiseOnly(agents, RunBenchmark.ActiveParameters, Ticks) with { Checkpoint = new ScenarioCheckpoint { EveryTicks = TicksBetween, Every = null } };
        List<ClusterSample> samples = [];
        for (int repeat = -1; repeat < repeats; repeat++)
        {
            ClusterSample sample = await cluster.RunAsync(scenario).ConfigureAwait(false);
            if (repeat >= 0)
            {
                samples.Add(sample);
            }
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"checkpoint of {agents:N0} agents that all have acted");
        return
        [
            Measurement.Of("cluster", $"{name}, the run stands still", "ms", samples.Select(sample => sample.CheckpointMilliseconds)),
            Measurement.Of("cluster", $"{name}, of that the commit", "ms", samples.Select(sample => sample.CommitMilliseconds)),
            Measurement.Of("cluster", $"{name}, parts", "bytes", samples.Select(sample => sample.CheckpointBytes)),
        ];
    }
}
