namespace MarketSim.Cli.Benchmarks.Clusters;

/// <summary>
/// What spreading a run costs: broker and database alone, runs in one process and on two nodes, checkpoints, recoveries. Everything it needs is
/// started on this machine and shares its processors; the cluster's README turns the figures into a cost model.
/// </summary>
internal static class ClusterBenchmark
{
    private static readonly int[] FrameBytes = [1 << 10, 64 << 10, 1 << 20];

    /// <exception cref="Cluster.Local.LocalServerException">Debian's package of the broker or the database is missing, or one of them did not come up.</exception>
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

            foreach (int bytes in FrameBytes)
            {
                int messages = Math.Min(size.Messages, (256 << 20) / bytes);
                measurements.AddRange(await new TransportBenchmark(cluster.Transport, timeProvider, repeats, messages).MeasureAsync(bytes).ConfigureAwait(false));
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
