using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MarketSim.Cli.Observing;

/// <summary>
/// Metrics in the text format of Prometheus, version 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/): one HELP and one TYPE for each
/// name, then all its series.
/// </summary>
internal static class PrometheusText
{
    private const string Counter = "counter";
    private const string Gauge = "gauge";
    private const string Histogram = "histogram";

    public static string Write(IReadOnlyList<Metric> metrics)
    {
        var text = new StringBuilder();

        // Instruments of the same name may be several meters': those of several nodes in one process.
        foreach (IGrouping<string, Metric> family in metrics.Where(metric => TypeOf(metric) is not null).GroupBy(NameOf, StringComparer.Ordinal).OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            Metric first = family.First();
            text.Append(CultureInfo.InvariantCulture, $"# HELP {family.Key} {EscapeHelp(first.Description)}\n# TYPE {family.Key} {TypeOf(first)}\n");
            foreach (Metric metric in family)
            {
                WriteSeries(text, family.Key, metric);
            }
        }

        return text.ToString();
    }

    private static string NameOf(Metric metric) => PrometheusName.Of(metric.Name, metric.Unit, TypeOf(metric) == Counter);

    private static string? TypeOf(Metric metric) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.DoubleSum => Counter,
        MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic or MetricType.LongGauge or MetricType.DoubleGauge => Gauge,
        MetricType.Histogram => Histogram,
        _ => null,
    };

    private static void WriteSeries(StringBuilder text, string name, Metric metric)
    {
        foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
        {
            string labels = Labels(point.Tags);
            switch (metric.MetricType)
            {
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    WriteLine(text, name, labels, point.GetSumLong());
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    WriteLine(text, name, labels, point.GetSumDouble());
                    break;
                case MetricType.LongGauge:
                    WriteLine(text, name, labels, point.GetGaugeLastValueLong());
                    break;
                case MetricType.DoubleGauge:
                    WriteLine(text, name, labels, point.GetGaugeLastValueDouble());
                    break;
                case MetricType.Histogram:
                    WriteHistogram(text, name, labels, point);
                    break;
            }
        }
    }

    // Prometheus adds the buckets up: each holds all that is not above its bound.
    private static void WriteHistogram(StringBuilder text, string name, string labels, in MetricPoint point)
    {
        long upToBound = 0;
        foreach (HistogramBucket bucket in point.GetHistogramBuckets())
        {
            upToBound += bucket.BucketCount;
            string bound = $"le=\"{Number(bucket.ExplicitBound)}\"";
            WriteLine(text, $"{name}_bucket", labels.Length == 0 ? bound : $"{labels},{bound}", upToBound);
        }

        WriteLine(text, $"{name}_sum", labels, point.GetHistogramSum());
        WriteLine(text, $"{name}_count", labels, upToBound);
    }

    private static void WriteLine(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Labels(ReadOnlyTagCollection tags)
    {
        var labels = new List<string>();
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            string value = Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? string.Empty;
            labels.Add($"{PrometheusName.OfLabel(tag.Key)}=\"{EscapeLabel(value)}\"");
        }

        return string.Join(',', labels);
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string EscapeHelp(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeLabel(string text) => EscapeHelp(text).Replace("\"", "\\\"", StringComparison.Ordinal);
}
