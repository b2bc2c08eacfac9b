using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store.Memory;

/// <summary>
/// A cluster's store for one process: the same rules as the database's, with a clock from outside. Every call has ended when it returns,
/// errors too are in the task. May be called on any thread.
/// </summary>
public sealed class InMemoryClusterStore : IClusterStore
{
    private readonly Lock _lock = new();
    private readonly MemoryRuns _runs;
    private readonly MemoryLeases _leases;
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public InMemoryClusterStore(TimeProvider time)
    {
        long start = time.GetTimestamp();
        Func<TimeSpan> now = () => time.GetElapsedTime(start);
        _runs = new MemoryRuns(now);
        _leases = new MemoryLeases(now);
    }

    public Task SubmitAsync(RunSubmission run) => Do(() => _runs.Submit(run));

    public Task<RunRecord?> ReadRunAsync(string run) => Do(() => _runs.Read(run));

    public Task<IReadOnlyList<RunRecord>> ReadRunsAsync() => Do(_runs.ReadAll);

    public Task<IReadOnlyList<ActiveRun>> ReadActiveAsync() => Do(_runs.ReadActive);

    public Task<bool> RequestStopAsync(string run) => Do(() => _runs.RequestStop(run));

    public Task<bool> RequestResumeAsync(string run) => Do(() => _runs.RequestResume(run));

    public Task<bool> RemoveRunAsync(string run) => Do(() => _runs.Remove(run));

    public Task<RunLease?> AcquireAsync(string run, long expectedEpoch, string holder, string build) =>
        Do(() => _runs.Acquire(run, expectedEpoch, holder, build));

    public Task<LeaderInstructions?> ReportAsync(RunLease lease, RunPosition position, string? progress) =>
        Do(() => _runs.Report(lease, position, progress));

    public Task<RunLease?> RaiseAsync(RunLease lease, Recovery recovery) => Do(() => _runs.Raise(lease, recovery));

    public Task<bool> NoteAsync(RunLease lease, Recovery recovery) => Do(() => _runs.Note(lease, recovery));

    public Task ReleaseAsync(RunLease lease) => Do(() => _runs.Release(lease));

    public Task<bool> FailAsync(RunLease lease, string message, RunSummary summary) => Do(() => _runs.Fail(lease, message, summary));

    public Task<IReadOnlyList<Recovery>> ReadRecoveriesAsync(string run) => Do(() => _runs.ReadRecoveries(run));

    public Task<IReadOnlyList<PartReference>> WritePartsAsync(string run, long epoch, IReadOnlyList<PartContent> parts) => Do<IReadOnlyList<PartReference>>(() =>
    {
        PartReference[] references = [.. parts.Select(PartDigest.Reference)];
        _runs.OfEpoch(run, epoch).Checkpoints.Write(references.Zip(parts, (reference, part) => KeyValuePair.Create(reference.Sha256, part.Content)));
        return references;
    });

    public Task<IReadOnlyList<byte[]>> ReadPartsAsync(string run, IReadOnlyList<PartReference> parts) =>
        Do<IReadOnlyList<byte[]>>(() => [.. parts.Select(part => PartDigest.Check(run, part, _runs.Find(run)?.Checkpoints.Read(part)))]);

    public Task<bool> CommitAsync(RunLease lease, CheckpointManifest manifest, int keep) => Do(() => _runs.Commit(lease, manifest, keep));

    public Task<CheckpointManifest?> ReadLatestAsync(string run) => Do(() => _runs.Find(run)?.Checkpoints.Latest());

    public Task<RunSummary?> ReadSummaryAsync(string run) => Do(() => _runs.Find(run) is { FailureSummary: { } failure }
        ? StoredJson.Summary(failure)
        : _runs.Find(run)?.Checkpoints.Latest()?.Summary);

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadOutputAsync(string run, string file)
    {
        IReadOnlyList<byte[]> pieces = await Do(() => _runs.Find(run)?.Checkpoints.Output(file) ?? []).ConfigureAwait(false);
        foreach (byte[] piece in pieces)
        {
            yield return piece;
        }
    }

    public Task WriteFileAsync(string sha256, ReadOnlyMemory<byte> content) => Do(() =>
    {
        ScenarioFiles.CheckDigest(sha256, content);
        _files[sha256] = content.ToArray();
    });

    public Task<byte[]?> ReadFileAsync(string sha256) =>
        Do(() => _files.TryGetValue(sha256, out byte[]? content) ? ScenarioFiles.Checked(sha256, [.. content]) : null);

    public Task<bool> TryAcquireLeaseAsync(string name, string owner, TimeSpan timeToLive) => Do(() => _leases.TryAcquire(name, owner, timeToLive));

    public Task<string?> ReadLeaseAsync(string name) => Do(() => _leases.Read(name));

    public Task ReleaseLeaseAsync(string name, string owner) => Do(() => _leases.Release(name, owner));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What is stored for a run; for tests.</summary>
    internal MemoryCheckpoints CheckpointsOf(string run) => _runs.Find(run)!.Checkpoints;

    private Task Do(Action action) => Do(() =>
    {
        action();
        return true;
    });

    private Task<T> Do<T>(Func<T> function)
    {
        try
        {
            lock (_lock)
            {
                return Task.FromResult(function());
            }
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }
}
