namespace MarketSim.Cluster.Store.Memory;

/// <summary>The named leases of an <see cref="InMemoryClusterStore"/>.</summary>
internal sealed class MemoryLeases(Func<TimeSpan> now)
{
    private readonly SortedDictionary<string, (string Owner, TimeSpan ExpiresAt)> _leases = new(StringComparer.Ordinal);

    public bool TryAcquire(string name, string owner, TimeSpan timeToLive)
    {
        if (_leases.TryGetValue(name, out var lease) && lease.Owner != owner && lease.ExpiresAt > now())
        {
            return false;
        }

        _leases[name] = (owner, now() + timeToLive);
        return true;
    }

    public string? Read(string name) => _leases.TryGetValue(name, out var lease) && lease.ExpiresAt > now() ? lease.Owner : null;

    public void Release(string name, string owner)
    {
        if (_leases.TryGetValue(name, out var lease) && lease.Owner == owner)
        {
            _leases.Remove(name);
        }
    }
}
