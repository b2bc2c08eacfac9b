using MarketSim.Results;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Tests.Running;

public sealed class DeterminismTests
{
    [Fact]
    public async Task Two_runs_of_one_seed_have_the_same_fingerprint_and_digest()
    {
        RunSummary first = await SmallMarket.RunAsync(SmallMarket.Scenario());
        RunSummary second = await SmallMarket.RunAsync(SmallMarket.Scenario());

        Assert.Equal(RunStatus.Finished, first.Status);
        Assert.True(first.Trades > 500, $"only {first.Trades} trades: the market is too quiet to show anything");
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal(first.StateDigest, second.StateDigest);
    }

    [Fact]
    public async Task Another_seed_has_another_fingerprint_and_digest()
    {
        RunSummary first = await SmallMarket.RunAsync(SmallMarket.Scenario(seed: 7));
        RunSummary second = await SmallMarket.RunAsync(SmallMarket.Scenario(seed: 8));

        Assert.NotEqual(first.Fingerprint, second.Fingerprint, StringComparer.Ordinal);
        Assert.NotEqual(first.StateDigest, second.StateDigest, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(7, 1)]
    [InlineData(7, 2)]
    public async Task Partitions_and_threads_do_not_change_the_result(int partitions, int threads)
    {
        RunSummary expected = await SmallMarket.RunAsync(SmallMarket.Scenario(), partitions: 2, threads: 2);
        RunSummary actual = await SmallMarket.RunAsync(SmallMarket.Scenario(), partitions, threads);

        AssertSame(expected, actual);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(100)]
    public async Task Checkpoint_intervals_do_not_change_the_result(long everyTicks)
    {
        RunSummary expected = await SmallMarket.RunAsync(SmallMarket.Scenario());
        RunSummary actual = await SmallMarket.RunAsync(SmallMarket.Scenario(everyTicks: everyTicks), partitions: 3);

        AssertSame(expected, actual);
    }

    [Fact]
    public async Task A_finer_tick_that_nobody_uses_costs_no_events()
    {
        Scenario scenario = SmallMarket.Scenario();
        Scenario silent = scenario with
        {
            Agents = [],
            Market = scenario.Market with { Session = new(scenario.Market.Session.Open, scenario.Market.Session.Close, tickNanoseconds: 1_000) },
        };

        RunSummary summary = await SmallMarket.RunAsync(silent);

        Assert.Equal(600_000_000, summary.Ticks);
        Assert.Equal(0, summary.Messages);
        Assert.Equal(10_000, summary.FingerprintSpacingTicks);
    }

    internal static void AssertSame(RunSummary expected, RunSummary actual)
    {
        Assert.Equal(expected.Fingerprint, actual.Fingerprint);
        Assert.Equal(expected.StateDigest, actual.StateDigest);
        Assert.Equal(
            (expected.Ticks, expected.Orders, expected.Trades, expected.Messages, expected.AgentFailures, expected.Status),
            (actual.Ticks, actual.Orders, actual.Trades, actual.Messages, actual.AgentFailures, actual.Status));
    }
}
