namespace MarketSim.Cluster.Nodes;

/// <summary>The last ticks that a node saw opened by the leaders of the runs that it carries something of.</summary>
internal sealed class SeenTicks
{
    private readonly Dictionary<string, (long Generation, long Tick)> _last = new(StringComparer.Ordinal);

    /// <param name="tick">-1 when its generation has opened none yet.</param>
    public void Saw(string run, long generation, long tick) => _last[run] = (generation, tick);

    /// <summary>The last tick seen in the generation before; -1 for none: what an earlier generation came to says nothing about that one's leader.</summary>
    public long LastBefore(string run, long generation) =>
        _last.TryGetValue(run, out (long Generation, long Tick) last) && last.Generation == generation - 1 ? last.Tick : -1;
}
