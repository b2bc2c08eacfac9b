using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Agents.Tests.Strategies.Execution;

public sealed class PovStrategyTests
{
    [Theory]
    [InlineData("5%", 0.05)]
    [InlineData("25%", 0.25)]
    public void It_is_the_share_asked_for_of_the_volume_including_its_own(string share, double expected)
    {
        var probe = new AgentProbe("pov", [("share", share), ("quantity", "1000000"), ("interval", "1min"), ("duration", "2h")]);
        long volume = 50_000;
        probe.Wake(volume: volume);
        Assert.Empty(probe.Requests);
        for (int minute = 0; minute < 60; minute++)
        {
            volume += 1_000 * (1 + (minute % 7));
            OrderRequest child = probe.Wake(volume: volume).Submits.Single();
            probe.Fill(child, child.Order.Quantity.Lots, 10_001);
            volume += child.Order.Quantity.Lots;
        }

        Assert.Equal(expected, probe.Agent.Portfolio.TradedLots / (volume - 50_000.0), 1e-4);
    }

    [Fact]
    public void Nothing_is_sent_while_nobody_trades()
    {
        var probe = new AgentProbe("pov", [("rest", "leave")]);
        for (int i = 0; i < 50; i++)
        {
            Assert.Empty(probe.Wake(volume: 7_000).Requests);
        }
    }

    [Fact]
    public void The_parent_order_is_never_overfilled()
    {
        var probe = new AgentProbe("pov", [("share", "50%"), ("quantity", "1000"), ("child", "passive")]);
        probe.Wake(volume: 0);
        OrderRequest first = probe.Wake(volume: 600).Submits.Single();
        OrderRequest second = probe.Wake(volume: 5_000).Submits.Single();
        probe.Fill(first, 600);
        probe.Fill(second, 400);

        Assert.Equal((600L, 400L), (first.Order.Quantity.Lots, second.Order.Quantity.Lots));
        Assert.Empty(probe.Wake(volume: 9_000).Requests);
        Assert.Equal(SimulatedTime.Never, probe.NextWake);
    }

    [Fact]
    public void What_is_left_at_the_end_is_caught_up()
    {
        var probe = new AgentProbe("pov", [("quantity", "1000"), ("interval", "10min"), ("duration", "30min"), ("start", "1h")]);
        Assert.Equal(3_600 * TestMarket.Second, probe.NextWake - TestMarket.Session.Open);
        probe.Wake();
        probe.Wake();
        probe.Wake();

        Assert.Equal(1_000, probe.Wake().Submits.Single().Order.Quantity.Lots);
    }
}
