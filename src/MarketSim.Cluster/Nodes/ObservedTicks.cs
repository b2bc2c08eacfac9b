namespace MarketSim.Cluster.Nodes;

/// <summary>The last ticks that a node saw opened by the leaders of the runs that it hosts participants of.</summary>
internal sealed class ObservedTicks
{
    private readonly Dictionary<string, (long Epoch, long Tick)> _last = new(StringComparer.Ordinal);

    /// <param name="tick">-1 when its epoch has opened none yet.</param>
    public void Saw(string run, long epoch, long tick) => _last[run] = (epoch, tick);

    /// <summary>The last tick seen in the epoch before; -1 for none: what an earlier epoch came to says nothing about that one's leader.</summary>
    public long LastBefore(string run, long epoch) =>
        _last.TryGetValue(run, out (long Epoch, long Tick) last) && last.Epoch == epoch - 1 ? last.Tick : -1;
}
