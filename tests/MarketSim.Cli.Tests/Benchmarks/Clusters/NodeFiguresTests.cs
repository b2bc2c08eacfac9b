using MarketSim.Benchmarks.Clusters;

namespace MarketSim.Cli.Tests.Benchmarks.Clusters;

public sealed class NodeFiguresTests
{
    private const string Before = """
        # TYPE marketsim_transport_frames_total counter
        marketsim_transport_frames_total{direction="in"} 3
        marketsim_transport_frames_total{direction="out"} 5
        wait_seconds_bucket{le="0.1"} 1
        wait_seconds_sum 2
        wait_seconds_count 4

        """;

    private const string After = """
        marketsim_transport_frames_total{direction="in"} 13
        marketsim_transport_frames_total{direction="out"} 25
        wait_seconds_sum 5
        wait_seconds_count 6
        read_seconds_count{call="commit"} 7
        """;

    private static NodeFigures Difference => NodeFigures.Parse(After).Since(NodeFigures.Parse(Before));

    [Fact]
    public void Figures_are_what_was_counted_between_two_pages()
    {
        Assert.Equal(20, Difference.Sum("marketsim_transport_frames_total", "direction=\"out\""));
        Assert.Equal(30, Difference.Sum("marketsim_transport_frames_total"));
        Assert.Equal(7, Difference.Sum("read_seconds_count"));
    }

    [Fact]
    public void Mean_of_a_histogram_is_that_of_what_it_took_in_between()
    {
        Assert.Equal(1.5, Difference.Mean("wait_seconds"));
        Assert.Equal(0, Difference.Mean("nobody_seconds"));
    }

    [Fact]
    public void Name_that_begins_another_name_is_not_that_name() => Assert.Equal(0, Difference.Sum("wait"));
}
