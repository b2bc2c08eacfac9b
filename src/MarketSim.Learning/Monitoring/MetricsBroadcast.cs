namespace MarketSim.Learning.Monitoring;

/// <summary>Gives every figure to several sinks, in their order.</summary>
/// <param name="sinks">Owned: disposed with this one.</param>
public sealed class MetricsBroadcast(params IReadOnlyList<IMetricsSink> sinks) : IMetricsSink
{
    /// <inheritdoc/>
    public void Record(string name, double value, long step)
    {
        foreach (IMetricsSink sink in sinks)
        {
            sink.Record(name, value, step);
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        foreach (IMetricsSink sink in sinks)
        {
            sink.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IMetricsSink sink in sinks)
        {
            sink.Dispose();
        }
    }
}
