using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Store;
using MarketSim.Results;

namespace MarketSim.Cluster.Tests.Clients;

public sealed class RunTrackerTests
{
    private static readonly RunRecord Submitted = new(
        Stored.Submission("run-1"), RunStatus.Running, string.Empty, Build: null, Epoch: 0, Holder: null, IsStopRequested: false, CommittedTick: null, Progress: null, Recoveries: 0,
        TimeSpan.Zero, SinceEnded: null);

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, 30L, 30L)]
    [InlineData(41L, null, 41L)]
    [InlineData(41L, 30L, 41L)]
    [InlineData(29L, 30L, 30L)]
    public void Position_is_the_later_of_report_and_checkpoint(long? reported, long? committed, long? tick) => Assert.Equal(
        tick,
        RunTracker.TickOf(Submitted with { CommittedTick = committed, Progress = reported is null ? null : $$"""{"tick":{{reported}},"tickCount":100}""" }));

    [Fact]
    public void Leader_is_the_node_without_its_start()
    {
        Assert.Equal("alpha", RunTracker.LeaderOf(Submitted with { Holder = "alpha@host:4053#7" }));
        Assert.Null(RunTracker.LeaderOf(Submitted));
    }
}
