namespace MarketSim.Cluster.Leading;

/// <summary>
/// Incarnations that a leader has lost and places nothing on for a while, though the store may still think them alive. When the while is over, a dead one
/// has not beaten for too long; one that beats on was only silent, or was met before its inbox was open, and is used again.
/// </summary>
internal sealed class LostNodes(TimeProvider timeProvider, TimeSpan silence)
{
    private readonly Dictionary<string, long> _lostAt = new(StringComparer.Ordinal);

    public void Lose(string inbox) => _lostAt[inbox] = timeProvider.GetTimestamp();

    public bool IsLost(string inbox) => _lostAt.TryGetValue(inbox, out long since) && timeProvider.GetElapsedTime(since) < 2 * silence;
}
