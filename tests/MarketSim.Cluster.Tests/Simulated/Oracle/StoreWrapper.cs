using MarketSim.Cluster.Store;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;

namespace MarketSim.Cluster.Tests.Simulated.Oracle;

/// <summary>A store that hands every call on to another; derived classes change some.</summary>
internal abstract class StoreWrapper(IClusterStore inner) : IClusterStore
{
    protected IClusterStore Inner => inner;

    public Task<long> RegisterAsync(NodeDescription node, TimeSpan beatTimeout) => inner.RegisterAsync(node, beatTimeout);

    public Task<bool> BeatAsync(string node, long incarnation, NodeLoad load) => inner.BeatAsync(node, incarnation, load);

    public Task RemoveAsync(string node, long incarnation) => inner.RemoveAsync(node, incarnation);

    public Task<IReadOnlyList<NodeRecord>> ReadNodesAsync() => inner.ReadNodesAsync();

    public Task SubmitAsync(RunSubmission run) => inner.SubmitAsync(run);

    public Task<RunRecord?> ReadRunAsync(string run) => inner.ReadRunAsync(run);

    public Task<IReadOnlyList<RunRecord>> ReadRunsAsync() => inner.ReadRunsAsync();

    public Task<IReadOnlyList<LeaderlessRun>> ReadLeaderlessAsync() => inner.ReadLeaderlessAsync();

    public Task<bool> RequestStopAsync(string run) => inner.RequestStopAsync(run);

    public Task<bool> RequestResumeAsync(string run) => inner.RequestResumeAsync(run);

    public Task<bool> RemoveRunAsync(string run) => inner.RemoveRunAsync(run);

    public virtual Task<Lease?> AcquireAsync(string run, string holder, string build, TimeSpan length) => inner.AcquireAsync(run, holder, build, length);

    public virtual Task<LeaseRenewal?> RenewAsync(Lease lease, RunPosition position, string? progress) => inner.RenewAsync(lease, position, progress);

    public virtual Task<Lease?> RaiseAsync(Lease lease, Recovery recovery) => inner.RaiseAsync(lease, recovery);

    public virtual Task<bool> NoteAsync(Lease lease, Recovery recovery) => inner.NoteAsync(lease, recovery);

    public Task ReleaseAsync(Lease lease) => inner.ReleaseAsync(lease);

    public virtual Task<bool> FailAsync(Lease lease, string message, RunSummary summary) => inner.FailAsync(lease, message, summary);

    public Task<IReadOnlyList<Recovery>> ReadRecoveriesAsync(string run) => inner.ReadRecoveriesAsync(run);

    public virtual Task<IReadOnlyList<PartReference>> WritePartsAsync(string run, long epoch, IReadOnlyList<PartContent> parts) =>
        inner.WritePartsAsync(run, epoch, parts);

    public Task<IReadOnlyList<byte[]>> ReadPartsAsync(string run, IReadOnlyList<PartReference> parts) => inner.ReadPartsAsync(run, parts);

    public virtual Task<bool> CommitAsync(Lease lease, CheckpointManifest manifest, int keep) => inner.CommitAsync(lease, manifest, keep);

    public Task<CheckpointManifest?> ReadLatestAsync(string run) => inner.ReadLatestAsync(run);

    public Task<RunSummary?> ReadSummaryAsync(string run) => inner.ReadSummaryAsync(run);

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadOutputAsync(string run, string file) => inner.ReadOutputAsync(run, file);

    public Task WriteFileAsync(string sha256, ReadOnlyMemory<byte> content) => inner.WriteFileAsync(sha256, content);

    public Task<byte[]?> ReadFileAsync(string sha256) => inner.ReadFileAsync(sha256);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
