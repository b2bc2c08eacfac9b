namespace MarketSim.Cli.Benchmarks.Clusters;

/// <summary>
/// What spreading a run costs: the store alone, runs in one process and on two nodes, checkpoints, recoveries. Everything it needs is
/// started on this machine and shares its processors; the cluster's README turns the figures into a cost model.
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

            measurements.AddRange(await new StoreBenchmark(cluster.Store, timeProvider, repeats, size.StateBytes).MeasureAsync().ConfigureAwait(false));
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
}
