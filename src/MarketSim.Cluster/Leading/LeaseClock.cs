namespace MarketSim.Cluster.Leading;

/// <summary>
/// How long a lease may be trusted by the holder's own monotonic clock: from the moment at which it was asked for, which is before the store's clock
/// started it, less a margin.
/// </summary>
internal sealed class LeaseClock(TimeProvider timeProvider, TimeSpan length, TimeSpan margin)
{
    private long _askedAt;

    /// <summary>True while nobody else can hold the lease.</summary>
    public bool IsTrusted => timeProvider.GetElapsedTime(_askedAt) < length - margin;

    /// <summary>Take the time before asking for the lease, or for its renewal.</summary>
    public long Now() => timeProvider.GetTimestamp();

    /// <summary>The store has granted what was asked for at that time.</summary>
    public void Granted(long askedAt) => _askedAt = Math.Max(_askedAt, askedAt);
}
