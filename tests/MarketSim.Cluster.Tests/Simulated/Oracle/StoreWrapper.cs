using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Simulated.Oracle;

/// <summary>A store that hands every call on to another; derived classes change some.</summary>
internal abstract class StoreWrapper(IClusterStore inner) : IClusterStore
{
    protected IClusterStore Inner => inner;

    public Task SubmitAsync(RunSubmission run) => inner.SubmitAsync(run);

    public Task<RunRecord?> ReadRunAsync(string run) => inner.ReadRunAsync(run);

    public Task<IReadOnlyList<RunRecord>> ReadRunsAsync() => inner.ReadRunsAsync();

    public Task<IReadOnlyList<ActiveRun>> ReadActiveAsync() => inner.ReadActiveAsync();

    public Task<bool> RequestStopAsync(string run) => inner.RequestStopAsync(run);

    public Task<bool> RequestResumeAsync(string run) => inner.RequestResumeAsync(run);

    public Task<bool> RemoveRunAsync(string run) => inner.RemoveRunAsync(run);

    public virtual Task<RunLease?> AcquireAsync(string run, long expectedEpoch, string holder, string build) =>
        inner.AcquireAsync(run, expectedEpoch, holder, build);

    public virtual Task<LeaderInstructions?> ReportAsync(RunLease lease, RunPosition position, string? progress) => inner.ReportAsync(lease, position, progress);

    public Task<bool> TryAcquireLeaseAsync(string name, string owner, TimeSpan timeToLive) => inner.TryAcquireLeaseAsync(name, owner, timeToLive);

    public Task<string?> ReadLeaseAsync(string name) => inner.ReadLeaseAsync(name);

    public Task ReleaseLeaseAsync(string name, string owner) => inner.ReleaseLeaseAsync(name, owner);

    public virtual Task<RunLease?> RaiseAsync(RunLease lease, Recovery recovery) => inner.RaiseAsync(lease, recovery);

    public virtual Task<bool> NoteAsync(RunLease lease, Recovery recovery) => inner.NoteAsync(lease, recovery);

    public Task ReleaseAsync(RunLease lease) => inner.ReleaseAsync(lease);

    public virtual Task<bool> FailAsync(RunLease lease, string message, RunSummary summary) => inner.FailAsync(lease, message, summary);

    public Task<IReadOnlyList<Recovery>> ReadRecoveriesAsync(string run) => inner.ReadRecoveriesAsync(run);

    public virtual Task<IReadOnlyList<PartReference>> WritePartsAsync(string run, long epoch, IReadOnlyList<PartContent> parts) =>
        inner.WritePartsAsync(run, epoch, parts);

    public Task<IReadOnlyList<byte[]>> ReadPartsAsync(string run, IReadOnlyList<PartReference> parts) => inner.ReadPartsAsync(run, parts);

    public virtual Task<bool> CommitAsync(RunLease lease, CheckpointManifest manifest, int keep) => inner.CommitAsync(lease, manifest, keep);

    public Task<CheckpointManifest?> ReadLatestAsync(string run) => inner.ReadLatestAsync(run);

    public Task<RunSummary?> ReadSummaryAsync(string run) => inner.ReadSummaryAsync(run);

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadOutputAsync(string run, string file) => inner.ReadOutputAsync(run, file);

    public Task WriteFileAsync(string sha256, ReadOnlyMemory<byte> content) => inner.WriteFileAsync(sha256, content);

    public Task<byte[]?> ReadFileAsync(string sha256) => inner.ReadFileAsync(sha256);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
