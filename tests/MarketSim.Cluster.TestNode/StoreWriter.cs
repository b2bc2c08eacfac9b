using System.Globalization;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Sqlite;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cluster.TestNode;

/// <summary>Takes one checkpoint of a run after the other in a SQLite store, and says after each that it is committed, until the process is killed.</summary>
internal static class StoreWriter
{
    public static async Task WriteAsync(string file, string run)
    {
        await using SqliteClusterStore store = await SqliteClusterStore.OpenAsync(new SqliteOptions { File = file }, TimeProvider.System, NullLogger.Instance);
        long epoch = (await store.ReadRunAsync(run))!.Epoch;
        RunLease lease = (await store.AcquireAsync(run, epoch, string.Create(CultureInfo.InvariantCulture, $"process-{Environment.ProcessId}"), "build-1"))!;
        for (long tick = (await store.ReadLatestAsync(run))?.Tick ?? -1; ; )
        {
            tick++;
            PartContent[] parts = [.. Enumerable.Range(0, 8).Select(number => new PartContent($"agents/{number:D6}", Content(tick, number)))];
            IReadOnlyList<PartReference> references = await store.WritePartsAsync(run, lease.Epoch, parts);
            var manifest = new CheckpointManifest(CheckpointManifest.CurrentFormat, "5c3a", tick, RunStatus.Running, references, [], WallSeconds: 0);
            if (!await store.CommitAsync(lease, manifest, keep: 2))
            {
                throw new InvalidOperationException("Another process leads the run.");
            }

            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"committed {tick}"));
        }
    }

    /// <summary>4 KB up to half a megabyte; other bytes at each tick.</summary>
    private static byte[] Content(long tick, int number)
    {
        byte[] content = new byte[4_096 << number];
        new Random((int)(tick * 100) + number).NextBytes(content);
        return content;
    }
}
