using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using MarketSim.Cluster.Observing;

namespace MarketSim.Cluster.Tests.Observing;

/// <summary>
/// Adds up what the cluster's meters measure while it lives: by name and labels, as <c>marketsim.transport.frames direction=in</c>; of histograms the
/// number of values. Meters are the whole process's, so that other tests may add to it.
/// </summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _totals = new(StringComparer.Ordinal);

    /// <param name="thread">Only what this thread measures counts; null for all.</param>
    public Measured(int? thread = null)
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (ClusterMetrics.MeterNames.Contains(instrument.Meter.Name, StringComparer.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, labels, _) => Add(instrument, value, labels, thread));
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Add(instrument, value, labels, thread));
        _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Add(instrument, value, labels, thread));
        _listener.Start();
    }

    /// <summary>0 for what was not measured.</summary>
    public double this[string series] => _totals.GetValueOrDefault(series);

    public IReadOnlyCollection<string> Series => [.. _totals.Keys];

    public void Dispose() => _listener.Dispose();

    /// <summary>Reads the gauges too.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels, int? thread)
    {
        if (thread is not null && thread != Environment.CurrentManagedThreadId)
        {
            return;
        }

        string series = instrument.Name;
        foreach (KeyValuePair<string, object?> label in labels)
        {
            series += string.Create(CultureInfo.InvariantCulture, $" {label.Key}={label.Value}");
        }

        double step = instrument.GetType().GetGenericTypeDefinition() == typeof(Histogram<>) ? 1 : value;
        _totals.AddOrUpdate(series, step, (_, total) => instrument.IsObservable ? value : total + step);
    }
}
