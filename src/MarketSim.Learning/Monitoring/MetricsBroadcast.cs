namespace MarketSim.Learning.Monitoring;

/// <summary>Gives every figure to several sinks, in their order.</summary>
/// <param name="sinks">Owned: disposed with this one.</param>
public sealed class MetricsBroadcast(params IReadOnlyList<IMetricsSink> sinks) : IMetricsSink
{
    public void Record(string name, double value, long step)
    {
        foreach (IMetricsSink sink in sinks)
        {
            sink.Record(name, value, step);
        }
    }

    public void Flush()
    {
        foreach (IMetricsSink sink in sinks)
        {
            sink.Flush();
        }
    }

    public void Dispose()
    {
        foreach (IMetricsSink sink in sinks)
        {
            sink.Dispose();
        }
    }
}
