using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Simulated.Machines;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Simulated.Database;

/// <summary>The database as one process sees it: every call takes virtual time, and may fail before or after it took effect.</summary>
internal sealed class FaultyStore(SimulatedDatabase database, SimulatedProcess process) : IClusterStore
{
    public Task SubmitAsync(RunSubmission run) => Do(StoreCall.Row, store => store.SubmitAsync(run));

    public Task<RunRecord?> ReadRunAsync(string run) => Call(StoreCall.Read, store => store.ReadRunAsync(run));

    public Task<IReadOnlyList<RunRecord>> ReadRunsAsync() => Call(StoreCall.Read, store => store.ReadRunsAsync());

    public Task<IReadOnlyList<ActiveRun>> ReadActiveAsync() => Call(StoreCall.Read, store => store.ReadActiveAsync());

    public Task<bool> RequestStopAsync(string run) => Call(StoreCall.Row, store => store.RequestStopAsync(run));

    public Task<bool> RequestResumeAsync(string run) => Call(StoreCall.Row, store => store.RequestResumeAsync(run));

    public Task<bool> RemoveRunAsync(string run) => Call(StoreCall.Row, store => store.RemoveRunAsync(run));

    public Task<RunLease?> AcquireAsync(string run, long expectedEpoch, string holder, string build) =>
        Call(StoreCall.Row, store => store.AcquireAsync(run, expectedEpoch, holder, build));

    public Task<LeaderInstructions?> ReportAsync(RunLease lease, RunPosition position, string? progress) =>
        Call(StoreCall.Row, store => store.ReportAsync(lease, position, progress));

    public Task<bool> TryAcquireLeaseAsync(string name, string owner, TimeSpan timeToLive) =>
        Call(StoreCall.Row, store => store.TryAcquireLeaseAsync(name, owner, timeToLive));

    public Task<string?> ReadLeaseAsync(string name) => Call(StoreCall.Row, store => store.ReadLeaseAsync(name));

    public Task ReleaseLeaseAsync(string name, string owner) => Do(StoreCall.Row, store => store.ReleaseLeaseAsync(name, owner));

    public Task<RunLease?> RaiseAsync(RunLease lease, Recovery recovery) => Call(StoreCall.Row, store => store.RaiseAsync(lease, recovery));

    public Task<bool> NoteAsync(RunLease lease, Recovery recovery) => Call(StoreCall.Row, store => store.NoteAsync(lease, recovery));

    public Task ReleaseAsync(RunLease lease) => Do(StoreCall.Row, store => store.ReleaseAsync(lease));

    public Task<bool> FailAsync(RunLease lease, string message, RunSummary summary) => Call(StoreCall.Row, store => store.FailAsync(lease, message, summary));

    public Task<IReadOnlyList<Recovery>> ReadRecoveriesAsync(string run) => Call(StoreCall.Read, store => store.ReadRecoveriesAsync(run));

    public Task<IReadOnlyList<PartReference>> WritePartsAsync(string run, long epoch, IReadOnlyList<PartContent> parts) =>
        Call(StoreCall.Bulk, store => store.WritePartsAsync(run, epoch, parts));

    public Task<IReadOnlyList<byte[]>> ReadPartsAsync(string run, IReadOnlyList<PartReference> parts) =>
        Call(StoreCall.Read, store => store.ReadPartsAsync(run, parts));

    public Task<bool> CommitAsync(RunLease lease, CheckpointManifest manifest, int keep) => Call(StoreCall.Bulk, store => store.CommitAsync(lease, manifest, keep));

    public Task<CheckpointManifest?> ReadLatestAsync(string run) => Call(StoreCall.Read, store => store.ReadLatestAsync(run));

    public Task<RunSummary?> ReadSummaryAsync(string run) => Call(StoreCall.Read, store => store.ReadSummaryAsync(run));

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadOutputAsync(string run, string file) =>
        throw new NotSupportedException("No node reads the output of a run.");

    public Task WriteFileAsync(string sha256, ReadOnlyMemory<byte> content) => Do(StoreCall.Bulk, store => store.WriteFileAsync(sha256, content));

    public Task<byte[]?> ReadFileAsync(string sha256) => Call(StoreCall.Read, store => store.ReadFileAsync(sha256));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task Do(StoreCall kind, Func<IClusterStore, Task> effect) => Call(kind, async store =>
    {
        await effect(store).ConfigureAwait(false);
        return true;
    });

    private Task<T> Call<T>(StoreCall kind, Func<IClusterStore, Task<T>> effect)
    {
        var completion = new TaskCompletionSource<T>();
        database.Call(process, kind, effect, answer => process.Run(() => Complete(completion, answer)));
        return completion.Task;
    }

    private static void Complete<T>(TaskCompletionSource<T> completion, Task<T> answer)
    {
        if (answer.Exception is { } failure)
        {
            completion.SetException(failure.InnerExceptions);
        }
        else
        {
            completion.SetResult(answer.Result);
        }
    }
}
