namespace MarketSim.Cluster.Leading;

/// <summary>
/// Incarnations that a leader has lost and must not place anything on, though the store may still think them alive. One whose inbox is gone never comes
/// back; one that was only silent may.
/// </summary>
internal sealed class LostNodes(TimeProvider timeProvider, TimeSpan silence)
{
    private readonly Dictionary<string, long> _gone = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _silent = new(StringComparer.Ordinal);

    public void Gone(string inbox) => _gone[inbox] = timeProvider.GetTimestamp();

    public void Silent(string inbox) => _silent[inbox] = timeProvider.GetTimestamp();

    public bool IsLost(string inbox) =>
        _gone.ContainsKey(inbox) || (_silent.TryGetValue(inbox, out long since) && timeProvider.GetElapsedTime(since) < 2 * silence);
}
