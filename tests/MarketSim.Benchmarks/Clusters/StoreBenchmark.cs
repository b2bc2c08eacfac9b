using System.Globalization;
using System.Security.Cryptography;
using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Benchmarks.Clusters;

/// <summary>The store alone, on this machine's disk: parts of contents that were not there before and that cannot be compressed, commits, reports of a leader.</summary>
internal sealed class StoreBenchmark(IClusterStore store, TimeProvider timeProvider, int repeats, int stateBytes)
{
    private const int SmallPartBytes = 10_000;
    private const int SmallParts = 256;
    private const int LargeParts = 16;
    private const int KeptManifests = 2;


    private long _tick;

    public async Task<IReadOnlyList<Measurement>> MeasureAsync()
    {
        string run = "bench-store-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        RunLease lease = await LeadAsync(run).ConfigureAwait(false);
        int largePartBytes = stateBytes / LargeParts;
        Series small = await WriteAndCommitAsync(lease, SmallParts, SmallPartBytes).ConfigureAwait(false);
        Series large = await WriteAndCommitAsync(lease, LargeParts, largePartBytes).ConfigureAwait(false);
        List<double> reports = await ReportAsync(lease).ConfigureAwait(false);
        await store.ReleaseAsync(lease).ConfigureAwait(false);
        string smallName = string.Create(CultureInfo.InvariantCulture, $"store, {SmallParts} parts of {SmallPartBytes / 1_000} KB");
        string largeName = string.Create(CultureInfo.InvariantCulture, $"store, {LargeParts} parts of {largePartBytes / 1024.0 / 1024.0:0.##} MiB");
        return
        [
            .. small.Show(smallName, SmallParts * (double)SmallPartBytes),
            .. large.Show(largeName, LargeParts * (double)largePartBytes),
            Measurement.Of("cluster", "store, report of a leader", "ms", reports),
        ];
    }

    /// <summary>A run of this program's making, which no node can take: it is led here, by a build that no node is of.</summary>
    private async Task<RunLease> LeadAsync(string run)
    {
        await store.SubmitAsync(new RunSubmission(run, "name: bench\n", "bench", MaxNodes: 0, Sweep: null)).ConfigureAwait(false);
        return await store.AcquireAsync(run, expectedEpoch: 0, "bench", "bench").ConfigureAwait(false)
            ?? throw new InvalidOperationException("A node took the lead of the run that the store is measured with; run the benchmark again.");
    }

    private async Task<Series> WriteAndCommitAsync(RunLease lease, int parts, int partBytes)
    {
        var series = new Series([], [], []);
        for (int repeat = -1; repeat < repeats; repeat++)
        {
            PartContent[] contents = [.. Enumerable.Range(0, parts).Select(part => new PartContent(
                string.Create(CultureInfo.InvariantCulture, $"bench/{part:D6}"), RandomNumberGenerator.GetBytes(partBytes)))];
            long begun = timeProvider.GetTimestamp();
            IReadOnlyList<PartReference> references = await store.WritePartsAsync(lease.Run, lease.Epoch, contents).ConfigureAwait(false);
            double written = MillisecondsSince(begun);
            begun = timeProvider.GetTimestamp();
            var manifest = new CheckpointManifest(CheckpointManifest.CurrentFormat, "bench", ++_tick, RunStatus.Running, references, [], WallSeconds: 0);
            await store.CommitAsync(lease, manifest, KeptManifests).ConfigureAwait(false);
            double committed = MillisecondsSince(begun);
            begun = timeProvider.GetTimestamp();
            await store.ReadPartsAsync(lease.Run, references).ConfigureAwait(false);
            if (repeat >= 0)
            {
                series.Add(written, committed, MillisecondsSince(begun));
            }
        }

        return series;
    }

    private async Task<List<double>> ReportAsync(RunLease lease)
    {
        List<double> milliseconds = [];
        for (int repeat = -1; repeat < repeats; repeat++)
        {
            long begun = timeProvider.GetTimestamp();
            await store.ReportAsync(lease, RunPosition.Start, progress: null).ConfigureAwait(false);
            if (repeat >= 0)
            {
                milliseconds.Add(MillisecondsSince(begun));
            }
        }

        return milliseconds;
    }

    private double MillisecondsSince(long begun) => timeProvider.GetElapsedTime(begun).TotalMilliseconds;

    /// <summary>Times in milliseconds, one value per repetition.</summary>
    private sealed record Series(List<double> Writes, List<double> Commits, List<double> Reads)
    {
        public void Add(double write, double commit, double read)
        {
            Writes.Add(write);
            Commits.Add(commit);
            Reads.Add(read);
        }

        public IEnumerable<Measurement> Show(string name, double bytes) =>
        [
            Measurement.Of("cluster", $"{name}, write", "ms", Writes, Rate(bytes, Writes)),
            Measurement.Of("cluster", $"{name}, commit of a manifest that names them", "ms", Commits),
            Measurement.Of("cluster", $"{name}, read", "ms", Reads, Rate(bytes, Reads)),
        ];

        private static string Rate(double bytes, List<double> milliseconds) =>
            string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3 / milliseconds.Order().ElementAt(milliseconds.Count / 2):0.0} MB/s");
    }
}
