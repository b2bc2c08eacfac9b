using MarketSim.Cluster.Store.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Benchmarks.Clusters;

/// <summary>
/// Benchmark of a run that is spread over nodes: the store alone, runs in one process and on two nodes, checkpoints, recoveries. It starts everything it
/// needs on this machine, on shared processors; the cluster's README turns the figures into a cost model.
/// </summary>
internal static class ClusterBenchmark
{
    /// <exception cref="Cluster.Local.LocalServerException">A node could not be started.</exception>
    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(TimeProvider timeProvider, int repeats, ClusterBenchmarkSize size)
    {
        BenchCluster cluster = await BenchCluster.StartAsync(timeProvider).ConfigureAwait(false);
        await using (cluster.ConfigureAwait(false))
        {
            var measurements = new List<Measurement>();
            var ticks = new TickBenchmark(cluster, timeProvider, repeats);
            foreach ((int agents, int count) in size.Runs)
            {
                measurements.AddRange(await ticks.MeasureAsync(agents, count).ConfigureAwait(false));
            }

            measurements.AddRange(await MeasureStoreAsync(cluster, timeProvider, repeats, size.StateBytes).ConfigureAwait(false));
            var checkpoints = new CheckpointBenchmark(cluster, repeats);
            foreach (int agents in size.Checkpoints)
            {
                measurements.AddRange(await checkpoints.MeasureAsync(agents).ConfigureAwait(false));
            }

            var recoveries = new RecoveryBenchmark(cluster, timeProvider, repeats);
            foreach (int agents in size.Recoveries)
            {
                measurements.AddRange(await recoveries.MeasureAsync(agents).ConfigureAwait(false));
            }

            return measurements;
        }
    }

    // A file beside that of the nodes, which would take the lead of its run.
    private static async Task<IReadOnlyList<Measurement>> MeasureStoreAsync(BenchCluster cluster, TimeProvider timeProvider, int repeats, int stateBytes)
    {
        var options = new SqliteOptions { File = Path.Combine(cluster.Folder, "alone.db") };
        SqliteClusterStore store = await SqliteClusterStore.OpenAsync(options, timeProvider, NullLogger.Instance).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            return await new StoreBenchmark(store, timeProvider, repeats, stateBytes).MeasureAsync().ConfigureAwait(false);
        }
    }
}
