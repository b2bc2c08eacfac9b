using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Remoting;

/// <summary>
/// The cluster's oldest member as the checkpoint store knows it. Nodes of one store are one cluster: a node that starts, or joins again, finds the others by
/// this lease although its seeds are gone or it is the first of them, and no node forms a second cluster while there is one.
/// </summary>
/// <param name="timeToLive">For which the store remembers a member that has not extended the lease.</param>
internal sealed class OldestLease(ILeaseStore leases, TimeSpan timeToLive)
{
    private const string Name = "oldest-member";
    private const string FormingName = "forming";

    public TimeSpan TimeToLive => timeToLive;

    /// <returns>The incarnation of the oldest member; null for none.</returns>
    /// <exception cref="StoreUnavailableException"/>
    public Task<string?> ReadAsync() => leases.ReadLeaseAsync(Name);

    /// <returns>False when another member has it.</returns>
    /// <exception cref="StoreUnavailableException"/>
    public Task<bool> TryAcquireAsync(string incarnation) => leases.TryAcquireLeaseAsync(Name, incarnation, timeToLive);

    /// <summary>Elects the node that forms the cluster while there is none: one at a time, so that nodes that left it at the same moment form one cluster, not several.</summary>
    /// <param name="address">The asking node's, as host and port.</param>
    /// <param name="isReady">True when the asking node may form the cluster.</param>
    /// <returns>The address of the node that forms it; null when no node is ready.</returns>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<string?> FormingNodeAsync(string address, bool isReady) =>
        isReady && await leases.TryAcquireLeaseAsync(FormingName, address, timeToLive).ConfigureAwait(false)
            ? address
            : await leases.ReadLeaseAsync(FormingName).ConfigureAwait(false);

    /// <summary>Gives it up, if it is this member's; a store that is away forgets it by itself.</summary>
    public Task ReleaseAsync(string incarnation) => ReleaseAsync(Name, incarnation);

    /// <summary>Lets another node form the next cluster.</summary>
    public Task ReleaseFormingAsync(string address) => ReleaseAsync(FormingName, address);

    private async Task ReleaseAsync(string name, string owner)
    {
        try
        {
            await leases.ReleaseLeaseAsync(name, owner).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // It expires.
        }
    }
}
