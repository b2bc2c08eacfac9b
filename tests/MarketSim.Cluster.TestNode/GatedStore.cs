using System.Globalization;
using MarketSim.Cluster.Store;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;

namespace MarketSim.Cluster.TestNode;

/// <summary>A store whose calls stop at the named points of a gate.</summary>
internal sealed class GatedStore(IClusterStore store, PointGate gate) : IClusterStore
{
    public Task<long> RegisterAsync(NodeDescription node, TimeSpan beatTimeout) => store.RegisterAsync(node, beatTimeout);

    public Task<bool> BeatAsync(string node, long incarnation, NodeLoad load) => store.BeatAsync(node, incarnation, load);

    public Task RemoveAsync(string node, long incarnation) => store.RemoveAsync(node, incarnation);

    public Task<IReadOnlyList<NodeRecord>> ReadNodesAsync() => store.ReadNodesAsync();

    public Task SubmitAsync(RunSubmission run) => store.SubmitAsync(run);

    public Task<RunRecord?> ReadRunAsync(string run) => store.ReadRunAsync(run);

    public Task<IReadOnlyList<RunRecord>> ReadRunsAsync() => store.ReadRunsAsync();

    public Task<IReadOnlyList<LeaderlessRun>> ReadLeaderlessAsync() => store.ReadLeaderlessAsync();

    public Task<bool> RequestStopAsync(string run) => store.RequestStopAsync(run);

    public Task<bool> RequestResumeAsync(string run) => store.RequestResumeAsync(run);

    public Task<bool> RemoveRunAsync(string run) => store.RemoveRunAsync(run);

    public async Task<Lease?> AcquireAsync(string run, string holder, string build, TimeSpan length)
    {
        Lease? lease = await store.AcquireAsync(run, holder, build, length);
        if (lease is not null)
        {
            await gate.PassAsync(Points.Failover);
        }

        return lease;
    }

    public Task<LeaseRenewal?> RenewAsync(Lease lease, RunPosition position, string? progress) => store.RenewAsync(lease, position, progress);

    public async Task<Lease?> RaiseAsync(Lease lease, Recovery recovery)
    {
        Lease? raised = await store.RaiseAsync(lease, recovery);
        await gate.PassAsync(Points.Recovery);
        return raised;
    }

    public Task<bool> NoteAsync(Lease lease, Recovery recovery) => store.NoteAsync(lease, recovery);

    public Task ReleaseAsync(Lease lease) => store.ReleaseAsync(lease);

    public Task<bool> FailAsync(Lease lease, string message, RunSummary summary) => store.FailAsync(lease, message, summary);

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

    public async Task<bool> CommitAsync(Lease lease, CheckpointManifest manifest, int keep)
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

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
