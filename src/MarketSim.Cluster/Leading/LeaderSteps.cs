using MarketSim.Cluster.Store;
using MarketSim.Results;

namespace MarketSim.Cluster.Leading;

/// <summary>The requests of a leader to the store, each answer a message to the leader. Nothing here is state of the leader.</summary>
internal sealed class LeaderSteps(IClusterStore store)
{
    public async Task<RecoveryNoted> NoteAsync(RunLease lease, Recovery recovery)
    {
        await store.NoteAsync(lease, recovery).ConfigureAwait(false);
        return RecoveryNoted.Instance;
    }

    public async Task<EpochRaised> RaiseAsync(RunLease lease, Recovery recovery) => new(lease, await store.RaiseAsync(lease, recovery).ConfigureAwait(false));

    public async Task<LeaderReported> ReportAsync(RunLease lease, RunPosition position, string? progress) =>
        new(lease, await store.ReportAsync(lease, position, progress).ConfigureAwait(false), Cause: null);

    public async Task<LeaseReleased> FailAsync(RunLease lease, string message, RunSummary summary)
    {
        await store.FailAsync(lease, message, summary).ConfigureAwait(false);
        return LeaseReleased.Instance;
    }

    public async Task<LeaseReleased> ReleaseAsync(RunLease lease)
    {
        await store.ReleaseAsync(lease).ConfigureAwait(false);
        return LeaseReleased.Instance;
    }
}
