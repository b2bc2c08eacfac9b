using MarketSim.Cluster.Observing;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MarketSim.Cli.Observing;

/// <summary>
/// Collects what the meters of this process count, from its making on, and shows it as Prometheus reads it. OpenTelemetry adds up; its own
/// exporters for Prometheus are previews, and the text format is small.
/// </summary>
internal sealed class MetricsPage : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const string RuntimeMeter = "System.Runtime";

    private readonly Lock _lock = new();
    private readonly PageExporter _exporter = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;

    public MetricsPage()
    {
        _reader = new BaseExportingMetricReader(_exporter);
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter([.. ClusterMetrics.MeterNames, RuntimeMeter]).AddReader(_reader).Build();
        ClusterMetrics.BeginAtZero();
    }

    public string Read()
    {
        lock (_lock)
        {
            _reader.Collect();
            return _exporter.Text;
        }
    }

    public void Dispose() => _provider.Dispose();

    /// <summary>Called by the reader, on the thread that collects.</summary>
    private sealed class PageExporter : BaseExporter<Metric>
    {
        public string Text { get; private set; } = string.Empty;

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var metrics = new List<Metric>();
            foreach (Metric metric in batch)
            {
                metrics.Add(metric);
            }

            Text = PrometheusText.Write(metrics);
            return ExportResult.Success;
        }
    }
}
