using MarketSim.Cluster.Store;
using MarketSim.Simulation.Output;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Leading;

/// <summary>What a leader asks of the store, each answer a message to the leader. Nothing here is state of the leader.</summary>
internal sealed class LeaderSteps(IClusterStore store, string node, ILogger logger)
{
    public async Task<RecoveryNoted> NoteAsync(Lease lease, Recovery recovery)
    {
        await store.NoteAsync(lease, recovery).ConfigureAwait(false);
        return RecoveryNoted.Instance;
    }

    public async Task<EpochRaised> RaiseAsync(Lease lease, Recovery recovery, long askedAt) =>
        new(lease, await store.RaiseAsync(lease, recovery).ConfigureAwait(false), askedAt);

    public async Task<LeaseRenewed> RenewAsync(Lease lease, RunPosition position, string? progress, long askedAt)
    {
        LeaseRenewal? renewal = await store.RenewAsync(lease, position, progress).ConfigureAwait(false);
        IReadOnlyList<NodeRecord> nodes = renewal is null ? [] : await store.ReadNodesAsync().ConfigureAwait(false);
        return new LeaseRenewed(lease, renewal, nodes, askedAt, Cause: null);
    }

    public async Task<LeaseReleased> FailAsync(Lease lease, string message, RunSummary summary)
    {
        await store.FailAsync(lease, message, summary).ConfigureAwait(false);
        return LeaseReleased.Instance;
    }

    public async Task<LeaseReleased> ReleaseAsync(Lease lease)
    {
        await store.ReleaseAsync(lease).ConfigureAwait(false);
        return LeaseReleased.Instance;
    }

    /// <summary>For others alone: the leader does nothing any more, and if somebody else leads by now the store leaves it at that.</summary>
    public async Task GiveBackAsync(Lease lease)
    {
        try
        {
            await store.ReleaseAsync(lease).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception)
        {
            logger.StoreIsAway(node, exception.Message);
        }
    }
}
