using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;

namespace MarketSim.Cluster.Store.Memory;

/// <summary>
/// A cluster's store for one process: the same rules as the database's, with a clock from outside. Every call has ended when it returns,
/// errors too are in the task. May be called on any thread.
/// </summary>
public sealed class InMemoryClusterStore : IClusterStore
{
    private readonly Lock _lock = new();
    private readonly MemoryNodes _nodes;
    private readonly MemoryRuns _runs;
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public InMemoryClusterStore(TimeProvider time)
    {
        long start = time.GetTimestamp();
        Func<TimeSpan> now = () => time.GetElapsedTime(start);
        _nodes = new MemoryNodes(now);
        _runs = new MemoryRuns(now);
    }

    public Task<long> RegisterAsync(NodeDescription node, TimeSpan beatTimeout) => Do(() => _nodes.Register(node, beatTimeout));

    public Task<bool> BeatAsync(string node, long incarnation, NodeLoad load) => Do(() => _nodes.Beat(node, incarnation, load));

    public Task RemoveAsync(string node, long incarnation) => Do(() => _nodes.Remove(node, incarnation));

    public Task<IReadOnlyList<NodeRecord>> ReadNodesAsync() => Do(_nodes.Read);

    public Task SubmitAsync(RunSubmission run) => Do(() => _runs.Submit(run));

    public Task<RunRecord?> ReadRunAsync(string run) => Do(() => _runs.Read(run));

    public Task<IReadOnlyList<RunRecord>> ReadRunsAsync() => Do(_runs.ReadAll);

    public Task<IReadOnlyList<LeaderlessRun>> ReadLeaderlessAsync() => Do(_runs.ReadLeaderless);

    public Task<bool> RequestStopAsync(string run) => Do(() => _runs.RequestStop(run));

    public Task<bool> RequestResumeAsync(string run) => Do(() => _runs.RequestResume(run));

    public Task<bool> RemoveRunAsync(string run) => Do(() => _runs.Remove(run));

    public Task<Lease?> AcquireAsync(string run, string holder, string build, TimeSpan length) => Do(() => _runs.Acquire(run, holder, build, length));

    public Task<LeaseRenewal?> RenewAsync(Lease lease, RunPosition position, string? progress) => Do(() => _runs.Renew(lease, position, progress));

    public Task<Lease?> RaiseAsync(Lease lease, Recovery recovery) => Do(() => _runs.Raise(lease, recovery));

    public Task<bool> NoteAsync(Lease lease, Recovery recovery) => Do(() => _runs.Note(lease, recovery));

    public Task ReleaseAsync(Lease lease) => Do(() => _runs.Release(lease));

    public Task<bool> FailAsync(Lease lease, string message, RunSummary summary) => Do(() => _runs.Fail(lease, message, summary));

    public Task<IReadOnlyList<Recovery>> ReadRecoveriesAsync(string run) => Do(() => _runs.ReadRecoveries(run));

    public Task<IReadOnlyList<PartReference>> WritePartsAsync(string run, long epoch, IReadOnlyList<PartContent> parts) => Do<IReadOnlyList<PartReference>>(() =>
    {
        PartReference[] references = [.. parts.Select(PartDigest.Reference)];
        _runs.OfEpoch(run, epoch).Checkpoints.Write(references.Zip(parts, (reference, part) => KeyValuePair.Create(reference.Sha256, part.Content)));
        return references;
    });

    public Task<IReadOnlyList<byte[]>> ReadPartsAsync(string run, IReadOnlyList<PartReference> parts) =>
        Do<IReadOnlyList<byte[]>>(() => [.. parts.Select(part => PartDigest.Check(run, part, _runs.Find(run)?.Checkpoints.Read(part)))]);

    public Task<bool> CommitAsync(Lease lease, CheckpointManifest manifest, int keep) => Do(() => _runs.Commit(lease, manifest, keep));

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
