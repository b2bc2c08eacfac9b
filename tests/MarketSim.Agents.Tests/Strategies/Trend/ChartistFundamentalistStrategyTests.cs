using MarketSim.Agents.Strategies.Trend;
using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.Tests.Strategies.Trend;

public sealed class ChartistFundamentalistStrategyTests
{
    [Theory]
    [InlineData(0, 0, 3, 0.5)]
    [InlineData(0.01, 0, 0, 0.5)]
    [InlineData(0.01, 0, 2, 0.8807970779778823)]
    [InlineData(0, 0.01, 2, 0.11920292202211755)]
    [InlineData(1e9, 0, 2, 1)]
    public void Weight_is_the_logit_of_the_difference_in_success(double chartist, double fundamentalist, double choice, double expected) =>
        Assert.Equal(expected, ChartistFundamentalistStrategy.ChartistWeight(chartist, fundamentalist, choice, scale: 0.01), 9);

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(-2)]
    [InlineData(500)]
    public void Demand_saturates_as_the_hyperbolic_tangent(double x) => Assert.Equal(Math.Tanh(x), ChartistFundamentalistStrategy.Saturated(x), 12);

    [Fact]
    public void Without_a_trend_it_trades_towards_the_value()
    {
        Assert.All(Orders(fundamental: TestMarket.InitialTicks * 1.05, drift: 0), side => Assert.Equal(Side.Buy, side));
        Assert.All(Orders(fundamental: TestMarket.InitialTicks * 0.95, drift: 0), side => Assert.Equal(Side.Sell, side));
    }

    [Fact]
    public void At_its_value_it_hardly_trades() => Assert.True(Orders(fundamental: TestMarket.InitialTicks, drift: 0).Count < 5);

    [Fact]
    public void A_trend_that_pays_wins_it_over_against_the_value()
    {
        // The price rises from 100 to 104 and the value stays behind: who follows the trend earns, who waits for the value loses.
        List<Side> trusting = Orders(fundamental: TestMarket.InitialTicks, drift: 2, ("choice", "20"));
        List<Side> steadfast = Orders(fundamental: TestMarket.InitialTicks, drift: 2, ("choice", "0"), ("trendScale", "10%"));

        Assert.Equal(Side.Buy, trusting[^1]);
        Assert.True(trusting.Skip(trusting.Count / 2).Count(side => side == Side.Buy) > 0.9 * trusting.Skip(trusting.Count / 2).Count());
        Assert.True(steadfast.Count(side => side == Side.Sell) > 0.9 * steadfast.Count);
    }

    private static List<Side> Orders(double fundamental, long drift, params (string Name, string Value)[] parameters)
    {
        var probe = new AgentProbe(
            "chartist_fundamentalist",
            [.. parameters, ("observationNoise", "0"), ("horizonDispersion", "0"), ("meanInterval", "10s"), ("arrivals", "regular"), ("maximumPosition", "0")]);
        var sides = new List<Side>();
        for (int wake = 0; wake < 200; wake++)
        {
            long mid = TestMarket.InitialTicks + (wake * drift);
            probe.WakeNext(tick => TestMarket.Snapshot(tick, mid - 1, mid + 1, fundamental));
            foreach (OrderRequest request in probe.Submits)
            {
                sides.Add(request.Order.Side);
                probe.Remove(request);
            }
        }

        return sides;
    }
}
