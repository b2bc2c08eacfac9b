namespace MarketSim.Cluster.Leading;

/// <summary>The pause of a leader before it restores a run again: zero after an epoch that opened a tick, otherwise twice as long each time.</summary>
internal sealed class RestorePause(TimeSpan longest)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    public TimeSpan Current { get; private set; }

    public void AfterEpoch(bool hasTicked)
    {
        TimeSpan next = Current == TimeSpan.Zero ? Shortest : Current * 2;
        Current = hasTicked ? TimeSpan.Zero : next < longest ? next : longest;
    }
}
