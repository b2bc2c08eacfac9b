using System.Globalization;
using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.TestNode;

/// <summary>A store whose calls stop at the named points of a gate.</summary>
internal sealed class GatedStore(IClusterStore store, PointGate gate) : IClusterStore
{
    public Task SubmitAsync(RunSubmission run) => store.SubmitAsync(run);

    public Task<RunRecord?> ReadRunAsync(string run) => store.ReadRunAsync(run);

    public Task<IReadOnlyList<RunRecord>> ReadRunsAsync() => store.ReadRunsAsync();

    public Task<IReadOnlyList<ActiveRun>> ReadActiveAsync() => store.ReadActiveAsync();

    public Task<bool> RequestStopAsync(string run) => store.RequestStopAsync(run);

    public Task<bool> RequestResumeAsync(string run) => store.RequestResumeAsync(run);

    public Task<bool> RemoveRunAsync(string run) => store.RemoveRunAsync(run);

    public async Task<RunLease?> AcquireAsync(string run, long expectedEpoch, string holder, string build)
    {
        RunLease? lease = await store.AcquireAsync(run, expectedEpoch, holder, build);
        if (lease is not null)
        {
            await gate.PassAsync(Points.Failover);
        }

        return lease;
    }

    public Task<LeaderInstructions?> ReportAsync(RunLease lease, RunPosition position, string? progress) => store.ReportAsync(lease, position, progress);

    public async Task<RunLease?> RaiseAsync(RunLease lease, Recovery recovery)
    {
        RunLease? raised = await store.RaiseAsync(lease, recovery);
        await gate.PassAsync(Points.Recovery);
        return raised;
    }

    public Task<bool> NoteAsync(RunLease lease, Recovery recovery) => store.NoteAsync(lease, recovery);

    public Task ReleaseAsync(RunLease lease) => store.ReleaseAsync(lease);

    public Task<bool> FailAsync(RunLease lease, string message, RunSummary summary) => store.FailAsync(lease, message, summary);

    public Task<IReadOnlyList<Recovery>> ReadRecoveriesAsync(string run) => store.ReadRecoveriesAsync(run);

    public async Task<IReadOnlyList<PartReference>> WritePartsAsync(string run, long epoch, IReadOnlyList<PartContent> parts)
    {
        try
        {
            int half = parts.Count / 2;
            IReadOnlyList<PartReference> first = await store.WritePartsAsync(run, epoch, [.. parts.Take(half)]);
            await gate.PassAsync(Points.Parts);
            return [.. first, .. await store.WritePartsAsync(run, epoch, [.. parts.Skip(half)])];
        }
        catch (StaleEpochException)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"refused parts of epoch {epoch}"));
            throw;
        }
    }

    public Task<IReadOnlyList<byte[]>> ReadPartsAsync(string run, IReadOnlyList<PartReference> parts) => store.ReadPartsAsync(run, parts);

    public async Task<bool> CommitAsync(RunLease lease, CheckpointManifest manifest, int keep)
    {
        await gate.PassAsync(Points.BeforeManifest);
        bool isCommitted = await store.CommitAsync(lease, manifest, keep);
        if (!isCommitted)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"refused manifest of epoch {lease.Epoch}"));
        }

        await gate.PassAsync(Points.AfterManifest);
        return isCommitted;
    }

    public Task<CheckpointManifest?> ReadLatestAsync(string run) => store.ReadLatestAsync(run);

    public Task<RunSummary?> ReadSummaryAsync(string run) => store.ReadSummaryAsync(run);

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadOutputAsync(string run, string file) => store.ReadOutputAsync(run, file);

    public Task WriteFileAsync(string sha256, ReadOnlyMemory<byte> content) => store.WriteFileAsync(sha256, content);

    public Task<byte[]?> ReadFileAsync(string sha256) => store.ReadFileAsync(sha256);

    public Task<bool> TryAcquireLeaseAsync(string name, string owner, TimeSpan timeToLive) => store.TryAcquireLeaseAsync(name, owner, timeToLive);

    public Task<string?> ReadLeaseAsync(string name) => store.ReadLeaseAsync(name);

    public Task ReleaseLeaseAsync(string name, string owner) => store.ReleaseLeaseAsync(name, owner);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
