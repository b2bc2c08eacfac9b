using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Observing;

/// <summary>Times the calls to another store. Output is read piece after piece at the reader's pace and not timed.</summary>
internal sealed class MeasuredStore(IClusterStore store, TimeProvider timeProvider) : IClusterStore
{
    private readonly StoreCallTimer _timer = new(timeProvider);

    public Task SubmitAsync(RunSubmission run) => _timer.TimeAsync("submit", () => store.SubmitAsync(run));

    public Task<RunRecord?> ReadRunAsync(string run) => _timer.TimeAsync("read_run", () => store.ReadRunAsync(run));

    public Task<IReadOnlyList<RunRecord>> ReadRunsAsync() => _timer.TimeAsync("read_runs", store.ReadRunsAsync);

    public Task<IReadOnlyList<ActiveRun>> ReadActiveAsync() => _timer.TimeAsync("read_active", store.ReadActiveAsync);

    public Task<bool> RequestStopAsync(string run) => _timer.TimeAsync("request_stop", () => store.RequestStopAsync(run));

    public Task<bool> RequestResumeAsync(string run) => _timer.TimeAsync("request_resume", () => store.RequestResumeAsync(run));

    public Task<bool> RemoveRunAsync(string run) => _timer.TimeAsync("remove_run", () => store.RemoveRunAsync(run));

    public Task<RunLease?> AcquireAsync(string run, long expectedEpoch, string holder, string build) =>
        _timer.TimeAsync("acquire", () => store.AcquireAsync(run, expectedEpoch, holder, build));

    public Task<LeaderInstructions?> ReportAsync(RunLease lease, RunPosition position, string? progress) =>
        _timer.TimeAsync("report", () => store.ReportAsync(lease, position, progress));

    public Task<bool> TryAcquireLeaseAsync(string name, string owner, TimeSpan timeToLive) =>
        _timer.TimeAsync("acquire_lease", () => store.TryAcquireLeaseAsync(name, owner, timeToLive));

    public Task<string?> ReadLeaseAsync(string name) => _timer.TimeAsync("read_lease", () => store.ReadLeaseAsync(name));

    public Task ReleaseLeaseAsync(string name, string owner) => _timer.TimeAsync("release_lease", () => store.ReleaseLeaseAsync(name, owner));

    public Task<RunLease?> RaiseAsync(RunLease lease, Recovery recovery) => _timer.TimeAsync("raise", () => store.RaiseAsync(lease, recovery));

    public Task<bool> NoteAsync(RunLease lease, Recovery recovery) => _timer.TimeAsync("note", () => store.NoteAsync(lease, recovery));

    public Task ReleaseAsync(RunLease lease) => _timer.TimeAsync("release", () => store.ReleaseAsync(lease));

    public Task<bool> FailAsync(RunLease lease, string message, RunSummary summary) => _timer.TimeAsync("fail", () => store.FailAsync(lease, message, summary));

    public Task<IReadOnlyList<Recovery>> ReadRecoveriesAsync(string run) => _timer.TimeAsync("read_recoveries", () => store.ReadRecoveriesAsync(run));

    public Task<IReadOnlyList<PartReference>> WritePartsAsync(string run, long epoch, IReadOnlyList<PartContent> parts) =>
        _timer.TimeAsync("write_parts", () => store.WritePartsAsync(run, epoch, parts));

    public Task<IReadOnlyList<byte[]>> ReadPartsAsync(string run, IReadOnlyList<PartReference> parts) =>
        _timer.TimeAsync("read_parts", () => store.ReadPartsAsync(run, parts));

    public Task<bool> CommitAsync(RunLease lease, CheckpointManifest manifest, int keep) => _timer.TimeAsync("commit", () => store.CommitAsync(lease, manifest, keep));

    public Task<CheckpointManifest?> ReadLatestAsync(string run) => _timer.TimeAsync("read_latest", () => store.ReadLatestAsync(run));

    public Task<RunSummary?> ReadSummaryAsync(string run) => _timer.TimeAsync("read_summary", () => store.ReadSummaryAsync(run));

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadOutputAsync(string run, string file) => store.ReadOutputAsync(run, file);

    public Task WriteFileAsync(string sha256, ReadOnlyMemory<byte> content) => _timer.TimeAsync("write_file", () => store.WriteFileAsync(sha256, content));

    public Task<byte[]?> ReadFileAsync(string sha256) => _timer.TimeAsync("read_file", () => store.ReadFileAsync(sha256));

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
