using System.Diagnostics.Metrics;
using MarketSim.Cli.Observing;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MarketSim.Cli.Tests.Observing;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new("MarketSim.Cli.Tests");
    private readonly List<Metric> _metrics = [];
    private readonly MeterProvider _provider;
    private readonly BaseExportingMetricReader _reader;

    public PrometheusTextTests()
    {
        _reader = new BaseExportingMetricReader(new Keeper(_metrics));
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter(_meter.Name).AddReader(_reader).Build();
    }

    public void Dispose()
    {
        _provider.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Counter_has_a_line_for_each_of_its_labels()
    {
        Counter<long> frames = _meter.CreateCounter<long>("frames", "{frame}", "Frames that came.");
        frames.Add(3, new KeyValuePair<string, object?>("direction", "in"));
        frames.Add(4, new KeyValuePair<string, object?>("direction", "in"));
        frames.Add(0, new KeyValuePair<string, object?>("direction", "out"));

        Assert.Equal(
            """
            # HELP frames_total Frames that came.
            # TYPE frames_total counter
            frames_total{direction="in"} 7
            frames_total{direction="out"} 0

            """,
            Written());
    }

    [Fact]
    public void Buckets_of_a_histogram_hold_all_up_to_their_bound()
    {
        Histogram<double> wait = _meter.CreateHistogram("wait", "s", "A wait.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.25, 1] });
        wait.Record(0.25);
        wait.Record(0.5);
        wait.Record(0.5);
        wait.Record(2);

        Assert.Equal(
            """
            # HELP wait_seconds A wait.
            # TYPE wait_seconds histogram
            wait_seconds_bucket{le="0.25"} 1
            wait_seconds_bucket{le="1"} 3
            wait_seconds_bucket{le="+Inf"} 4
            wait_seconds_sum 3.25
            wait_seconds_count 4

            """,
            Written());
    }

    [Fact]
    public void Backslashes_quotes_and_line_ends_are_escaped()
    {
        _meter.CreateObservableGauge(
            "load", () => new Measurement<double>(double.PositiveInfinity, new KeyValuePair<string, object?>("path.name", "C:\\\"a\"\nb")), description: "A \\ and\na second line.");

        Assert.Equal("# HELP load A \\\\ and\\na second line.\n# TYPE load gauge\nload{path_name=\"C:\\\\\\\"a\\\"\\nb\"} +Inf\n", Written());
    }

    private string Written()
    {
        _reader.Collect();
        return PrometheusText.Write(_metrics);
    }

    private sealed class Keeper(List<Metric> metrics) : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (Metric metric in batch)
            {
                metrics.Add(metric);
            }

            return ExportResult.Success;
        }
    }
}
