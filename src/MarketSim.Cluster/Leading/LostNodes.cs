namespace MarketSim.Cluster.Leading;

/// <summary>
/// Incarnations that a leader places nothing on, though they are members: those that want to leave, and for a while those that it has lost. When the while
/// is over, a dead one is no longer a member; one that is was only silent, and is used again.
/// </summary>
internal sealed class LostNodes(TimeProvider timeProvider, TimeSpan silence)
{
    private readonly Dictionary<string, long> _lostAt = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);

    public void Lose(string incarnation) => _lostAt[incarnation] = timeProvider.GetTimestamp();

    public void Leaves(string incarnation) => _leaving.Add(incarnation);

    public bool IsLost(string incarnation) =>
        _leaving.Contains(incarnation) || (_lostAt.TryGetValue(incarnation, out long since) && timeProvider.GetElapsedTime(since) < 2 * silence);
}
