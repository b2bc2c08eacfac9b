using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Tests.Remoting;

/// <summary>Leases whose owner is not seen the first time, as when it was recorded a moment later.</summary>
internal sealed class BlindLeases(ILeaseStore leases) : ILeaseStore
{
    private int _reads;
    private int _acquisitions;

    public Task<bool> TryAcquireLeaseAsync(string name, string owner, TimeSpan timeToLive) =>
        Interlocked.Increment(ref _acquisitions) == 1 ? Task.FromResult(true) : leases.TryAcquireLeaseAsync(name, owner, timeToLive);

    public Task<string?> ReadLeaseAsync(string name) => Interlocked.Increment(ref _reads) == 1 ? Task.FromResult<string?>(null) : leases.ReadLeaseAsync(name);

    public Task ReleaseLeaseAsync(string name, string owner) => leases.ReleaseLeaseAsync(name, owner);
}
