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

    public TimeSpan TimeToLive => timeToLive;

    /// <returns>The incarnation of the oldest member; null for none.</returns>
    /// <exception cref="StoreUnavailableException"/>
    public Task<string?> ReadAsync() => leases.ReadLeaseAsync(Name);

    /// <returns>False when another member has it.</returns>
    /// <exception cref="StoreUnavailableException"/>
    public Task<bool> TryAcquireAsync(string incarnation) => leases.TryAcquireLeaseAsync(Name, incarnation, timeToLive);

    /// <summary>Gives it up, if it is this member's; a store that is away forgets it by itself.</summary>
    public async Task ReleaseAsync(string incarnation)
    {
        try
        {
            await leases.ReleaseLeaseAsync(Name, incarnation).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // It expires.
        }
    }
}
