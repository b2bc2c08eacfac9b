namespace MarketSim.Learning.Monitoring;

/// <summary>Keeps every figure in memory, for charts and tests.</summary>
public sealed class MetricsHistory : IMetricsSink
{
    private readonly SortedDictionary<string, List<MetricPoint>> _series = new(StringComparer.Ordinal);

    /// <summary>Names that were recorded, in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _series.Keys;

    /// <summary>The points of a name in the order in which they came; none for a name that was never recorded.</summary>
    public IReadOnlyList<MetricPoint> Series(string name) => _series.TryGetValue(name, out List<MetricPoint>? points) ? points : [];

    /// <inheritdoc/>
    public void Record(string name, double value, long step)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (!_series.TryGetValue(name, out List<MetricPoint>? points))
        {
            _series.Add(name, points = []);
        }

        points.Add(new MetricPoint(step, value));
    }

    /// <inheritdoc/>
    public void Flush()
    {
        // Nothing is buffered.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held open; what was recorded stays readable.
    }
}

/// <summary>A figure at a number of environment steps.</summary>
public readonly record struct MetricPoint(long Step, double Value);
