namespace MarketSim.Cluster.Store;

/// <summary>
/// Leases by name that expire by the store's clock: the right to decide, when a cluster splits, which side continues, and where a cluster is found. No result of a run depends on them.
/// </summary>
public interface ILeaseStore
{
    /// <summary>Takes the lease, or extends it, for <paramref name="timeToLive"/> from now.</summary>
    /// <param name="owner">The incarnation of a node.</param>
    /// <returns>False when another owner has it and it has not expired.</returns>
    Task<bool> TryAcquireLeaseAsync(string name, string owner, TimeSpan timeToLive);

    /// <returns>The owner of the lease; null when it is free or has expired.</returns>
    Task<string?> ReadLeaseAsync(string name);

    /// <summary>Gives the lease up; nothing when another owner has it.</summary>
    Task ReleaseLeaseAsync(string name, string owner);
}
