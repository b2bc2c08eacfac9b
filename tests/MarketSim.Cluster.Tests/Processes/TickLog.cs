namespace MarketSim.Cluster.Tests.Processes;

/// <summary>All ticks that leaders opened, in the order in which the tests heard of them. Safe for calls from several threads.</summary>
internal sealed class TickLog
{
    private readonly Lock _lock = new();
    private readonly List<SeenTick> _ticks = [];

    public void Add(SeenTick tick)
    {
        lock (_lock)
        {
            _ticks.Add(tick);
        }
    }

    /// <summary>The last tick of a run's last epoch so far.</summary>
    public SeenTick Last(string run)
    {
        lock (_lock)
        {
            SeenTick last = default;
            for (int i = _ticks.Count - 1; i >= 0 && _ticks.Count - i < 1_000; i--)
            {
                if (_ticks[i].Run == run && _ticks[i].Epoch > last.Epoch)
                {
                    last = _ticks[i];
                }
            }

            return last;
        }
    }

    /// <summary>The first that fits; null for none.</summary>
    public SeenTick? Find(Predicate<SeenTick> condition)
    {
        lock (_lock)
        {
            int index = _ticks.FindIndex(condition);
            return index < 0 ? null : _ticks[index];
        }
    }
}
