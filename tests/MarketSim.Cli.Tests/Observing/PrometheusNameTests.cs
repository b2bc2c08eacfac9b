using MarketSim.Cli.Observing;

namespace MarketSim.Cli.Tests.Observing;

public sealed class PrometheusNameTests
{
    [Theory]
    [InlineData("marketsim.ticks", "{tick}", true, "marketsim_ticks_total")]
    [InlineData("marketsim.barrier.wait", "s", false, "marketsim_barrier_wait_seconds")]
    [InlineData("marketsim.transport.bytes", "By", true, "marketsim_transport_bytes_total")]
    [InlineData("marketsim.checkpoint.size", "By", false, "marketsim_checkpoint_size_bytes")]
    [InlineData("dotnet.process.cpu.time", "s", true, "dotnet_process_cpu_time_seconds_total")]
    [InlineData("9 lives-left", "", false, "_9_lives_left")]
    [InlineData("already_total", "", true, "already_total")]
    public void Name_says_the_unit_and_whether_it_only_grows(string instrument, string unit, bool isCounter, string expected) =>
        Assert.Equal(expected, PrometheusName.Of(instrument, unit, isCounter));
}
