using MarketSim.Benchmarks;
using MarketSim.Benchmarks.Clusters;

namespace MarketSim.Cli.Tests.Benchmarks.Clusters;

/// <summary>With a store in a file and two node processes, all of them small; no time is asserted.</summary>
public sealed class ClusterBenchmarkTests
{
    private static readonly ClusterBenchmarkSize Tiny = new() { Runs = [(20, 60)], Checkpoints = [20], Recoveries = [], StateBytes = 1 << 20 };

    [Fact]
    public async Task Tick_on_two_nodes_takes_one_frame_to_the_node_and_one_back()
    {
        IReadOnlyList<Measurement> measurements = await ClusterBenchmark.MeasureAsync(TimeProvider.System, repeats: 1, Tiny);

        Assert.Equal(1.0, Median(measurements, "frames to the node and tick"));
        Assert.Equal(1.0, Median(measurements, "frames from the node and tick"));
        Assert.InRange(Median(measurements, "to the agents' node"), 1, 200);
        Assert.All(measurements, measurement => Assert.True(measurement.Median > 0, measurement.Name));
    }

    private static double Median(IEnumerable<Measurement> measurements, string name) =>
        Assert.Single(measurements, measurement => measurement.Name.EndsWith(name, StringComparison.Ordinal)).Median;
}
