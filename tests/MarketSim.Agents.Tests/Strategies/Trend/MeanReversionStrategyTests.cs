using MarketSim.Agents.Strategies.Trend;
using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Agents.Tests.Strategies.Trend;

public sealed class MeanReversionStrategyTests
{
    [Fact]
    public void Mean_and_variance_are_weighted_by_age()
    {
        // One half-life between the observations: weights 1/2 and 1/2, then 1/4, 1/4 and 1/2.
        MovingDeviation deviation = default;
        deviation = deviation.Add(10, new SimulatedTime(0), halfLifeNanoseconds: 5).Add(20, new SimulatedTime(5), 5);
        Assert.Equal((15.0, 25.0), (deviation.Mean, deviation.Variance));

        deviation = deviation.Add(30, new SimulatedTime(10), 5);
        Assert.Equal(22.5, deviation.Mean, 1e-12);
        Assert.Equal((156.25 / 4) + (6.25 / 4) + (56.25 / 2), deviation.Variance, 1e-12);
        Assert.Equal(2, deviation.ScoreOf(22.5 + (2 * Math.Sqrt(deviation.Variance))), 1e-12);
    }

    [Theory]
    [InlineData(10_030, Side.Sell)]
    [InlineData(9_970, Side.Buy)]
    public void It_trades_against_a_large_deviation(long mid, Side side)
    {
        AgentProbe probe = Warm();

        Assert.Equal(side, At(probe, mid).Submits.Single().Order.Side);
    }

    [Fact]
    public void It_does_nothing_within_the_band_and_before_it_is_warm()
    {
        AgentProbe probe = Warm();
        Assert.Empty(At(probe, 10_008).Submits);

        var cold = new AgentProbe("mean_reversion");
        At(cold, 10_000);
        At(cold, 10_001);
        Assert.Empty(At(cold, 11_000).Submits);
    }

    [Fact]
    public void It_closes_its_position_once_the_price_is_back()
    {
        AgentProbe probe = Warm();
        OrderRequest entry = At(probe, 10_030).Submits.Single();
        probe.Fill(entry, entry.Order.Quantity.Lots);
        Assert.Empty(At(probe, 10_012).Submits);

        NewOrder exit = At(probe, 10_001).Submits.Single().Order;
        Assert.Equal((Side.Buy, entry.Order.Quantity), (exit.Side, exit.Quantity));
    }

    [Fact]
    public void What_a_cancelled_exit_may_still_fill_is_not_sent_twice()
    {
        AgentProbe probe = Warm();
        OrderRequest entry = At(probe, 10_030).Submits.Single();
        probe.Fill(entry, entry.Order.Quantity.Lots);
        Assert.Single(At(probe, 10_001).Submits);

        Assert.Empty(At(probe, 10_001).Submits);
    }

    /// <summary>An agent that has seen mids of 10,000 ± 5 for long.</summary>
    private static AgentProbe Warm()
    {
        var probe = new AgentProbe("mean_reversion", [("order", "limit"), ("arrivals", "regular")]);
        for (int i = 0; i < 100; i++)
        {
            At(probe, 10_000 + (i % 2 == 0 ? 5 : -5));
        }

        Assert.Empty(probe.Submits);
        return probe;
    }

    private static AgentProbe At(AgentProbe probe, long mid) => probe.Wake(mid - 1, mid + 1);
}
