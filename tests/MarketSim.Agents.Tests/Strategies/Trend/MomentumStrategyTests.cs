using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.Tests.Strategies.Trend;

public sealed class MomentumStrategyTests
{
    [Theory]
    [InlineData(+1, Side.Buy, 10_051)]
    [InlineData(-1, Side.Sell, 9_949)]
    public void It_takes_the_side_of_the_trend_at_the_opposite_best(int step, Side side, long priceTicks)
    {
        var probe = new AgentProbe("momentum");
        for (int i = 1; i < 50; i++)
        {
            Assert.Empty(probe.Wake(9_999 + (i * step), 10_001 + (i * step)).Requests);
        }

        NewOrder order = probe.Wake(9_999 + (50 * step), 10_001 + (50 * step)).Submits.Single().Order;
        Assert.Equal((side, priceTicks, OrderType.Limit), (order.Side, order.Price.Ticks, order.Type));
    }

    [Fact]
    public void The_averages_are_over_the_latest_observations()
    {
        // Mids 1, 2, 3, 4, then 0: of the latest two 2.0, of the latest four 2.25, so it sells; then 9: 4.5 against 4.0, so it buys.
        var probe = new AgentProbe("momentum", [("fastWindow", "2"), ("slowWindow", "4"), ("order", "market")]);
        foreach (long mid in new[] { 1, 2, 3 })
        {
            Assert.Empty(At(mid).Requests);
        }

        Assert.Equal(Side.Buy, At(4).Submits.Single().Order.Side);
        Assert.Equal(Side.Sell, At(0).Submits.Single().Order.Side);
        Assert.Equal((Side.Buy, OrderType.Market), (At(9).Submits.Single().Order.Side, probe.Submits.Single().Order.Type));

        AgentProbe At(long mid) => probe.Wake(10_000 + mid - 5, 10_000 + mid + 5);
    }

    [Fact]
    public void Equal_averages_buy_as_in_the_original()
    {
        var probe = new AgentProbe("momentum", [("fastWindow", "1"), ("slowWindow", "2")]);
        probe.Wake();

        Assert.Equal(Side.Buy, probe.Wake().Submits.Single().Order.Side);
    }

    [Fact]
    public void A_market_without_both_sides_is_not_observed()
    {
        var probe = new AgentProbe("momentum", [("fastWindow", "1"), ("slowWindow", "2")]);
        probe.Wake();

        Assert.Empty(probe.Wake(bid: null).Submits);
        Assert.Empty(probe.Wake(ask: null).Submits);
        Assert.Single(probe.Wake().Submits);
    }

    [Fact]
    public void The_position_never_passes_its_limit()
    {
        var probe = new AgentProbe("momentum", [("fastWindow", "1"), ("slowWindow", "2"), ("maximumPosition", "70"), ("sizeDistribution", "fixed"), ("meanSize", "50")]);
        probe.Wake();
        OrderRequest first = probe.Wake().Submits.Single();
        OrderRequest second = probe.Wake().Submits.Single();

        // The first is being cancelled, but can still be filled.
        Assert.Equal((50L, 20L), (first.Order.Quantity.Lots, second.Order.Quantity.Lots));
        Assert.Empty(probe.Wake().Submits);
    }
}
