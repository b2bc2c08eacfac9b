using MarketSim.Agents.Decisions;
using MarketSim.Market.Orders;
using MarketSim.Results;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>
/// Markets in which almost nobody is awake. The fundamental value's path depends on which ticks are opened, so a checkpoint that delivered something
/// early and so left a tick closed would change the result.
/// </summary>
public sealed class SparseMarketTests
{
    private static readonly long?[] CheckpointIntervals = [null, 1, 3, 10];

    [Fact]
    public async Task Statements_for_failing_agents_open_no_ticks() => await AssertCheckpointsChangeNothingAsync(
        seconds: 600,
        IntervalStrategy.Group("quoter", 37, QuoteTheValue),
        IntervalStrategy.Group("failing", 2, (_, _) => throw new InvalidOperationException("the strategy is wrong")));

    [Fact]
    public async Task Account_events_for_a_stopped_agent_open_the_same_ticks_with_and_without_checkpoints() => await AssertCheckpointsChangeNothingAsync(
        seconds: 2_500,
        IntervalStrategy.Group("quoter", 37, QuoteTheValue),
        IntervalStrategy.Group("failing", 1, SendOnceThenFail, latencySeconds: 1_500));

    [Fact]
    public async Task Fills_wake_sleeping_agents_at_the_same_ticks_with_and_without_checkpoints() => await AssertCheckpointsChangeNothingAsync(
        seconds: 600,
        IntervalStrategy.Group("quoter", 37, QuoteTheValue),
        IntervalStrategy.Group("taker", 41, (decision, _) => decision.SubmitMarket(Side.Buy, new Quantity(1)), latencySeconds: 3));

    private static async Task AssertCheckpointsChangeNothingAsync(int seconds, params ScenarioAgents[] agents)
    {
        RunSummary? expected = null;
        foreach (long? everyTicks in CheckpointIntervals)
        {
            RunSummary summary = await SmallMarket.RunAsync(SmallMarket.Scenario(everyTicks: everyTicks, seconds: seconds) with { Agents = agents });
            expected ??= summary;
            DeterminismTests.AssertSame(expected, summary);
        }

        Assert.True(expected!.Orders > 20, $"only {expected.Orders} orders");
    }

    private static void QuoteTheValue(Decision decision, long number)
    {
        decision.CancelAll();
        long value = (long)decision.Market.FundamentalValueTicks;
        decision.SubmitLimit(Side.Buy, new Price(value - 5), new Quantity(1));
        decision.SubmitLimit(Side.Sell, new Price(value + 5), new Quantity(1));
    }

    private static void SendOnceThenFail(Decision decision, long number)
    {
        if (number > 1 || decision.Market.Tick != 1)
        {
            throw new InvalidOperationException("the strategy is wrong");
        }

        // Refused when it arrives, long after the agent was stopped.
        decision.SubmitLimit(Side.Buy, new Price(-5), new Quantity(1));
    }
}
