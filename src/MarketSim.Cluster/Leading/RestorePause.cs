namespace MarketSim.Cluster.Leading;

/// <summary>How long a leader waits before it restores a run again: not at all after an epoch that came to a tick, otherwise twice as long each time.</summary>
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
