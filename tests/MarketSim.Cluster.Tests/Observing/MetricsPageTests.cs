using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Observing;

namespace MarketSim.Cluster.Tests.Observing;

/// <summary>METRICS.md is what operators build their dashboards on.</summary>
public sealed partial class MetricsPageTests
{
    [Fact]
    public void Page_lists_every_instrument_with_its_type_and_unit_and_no_other()
    {
        var status = new NodeStatus(new NodeDescription("alpha", "host", NodeRoles.All, Threads: 2, "1", "build", "arithmetic"), new NodeTimings(), new VirtualTimeProvider());
        var published = new SortedSet<string>(StringComparer.Ordinal);
        using IDisposable gauges = status.Publish();
        ClusterMetrics.BeginAtZero();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ClusterMetrics.MeterNames.Contains(instrument.Meter.Name, StringComparer.Ordinal))
                {
                    published.Add($"{instrument.Name}|{TypeOf(instrument)}|{instrument.Unit}");
                }
            },
        };
        listener.Start();

        IEnumerable<string> listed = Row().Matches(File.ReadAllText(PathOfPage())).Select(row => $"{row.Groups["name"]}|{row.Groups["type"]}|{row.Groups["unit"]}");

        Assert.Equal(published, listed.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^\| `(?<name>marketsim\.[a-z._]+)` \| `[a-z_]+` \| (?<type>\w+) \| (?<unit>[^ |]*) ?\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Row();

    private static string TypeOf(Instrument instrument) => instrument.GetType().Name switch
    {
        "Counter`1" => "counter",
        "Histogram`1" => "histogram",
        "ObservableGauge`1" => "gauge",
        string other => other,
    };

    private static string PathOfPage() => SourceTree.PathOf("src", "MarketSim.Cluster", "METRICS.md");
}
