using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Nodes;

/// <summary>Measures what a node says of its load.</summary>
/// <param name="processorTime">Processor time that the process has used so far; null where nobody measures it.</param>
internal sealed class LoadMeter(TimeProvider timeProvider, Func<TimeSpan>? processorTime)
{
    private long _measuredAt = timeProvider.GetTimestamp();
    private TimeSpan _used = processorTime?.Invoke() ?? TimeSpan.Zero;

    public NodeLoad Measure(int seats, bool isLeaving)
    {
        TimeSpan elapsed = timeProvider.GetElapsedTime(_measuredAt);
        TimeSpan used = processorTime?.Invoke() ?? TimeSpan.Zero;
        double processors = elapsed > TimeSpan.Zero ? Math.Round((used - _used) / elapsed, 2) : 0;
        _measuredAt = timeProvider.GetTimestamp();
        _used = used;
        return new NodeLoad(seats, processors, processorTime is null ? 0 : Environment.WorkingSet, isLeaving);
    }
}
