using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Agents.Tests.Strategies.Execution;

public sealed class TwapStrategyTests
{
    private static readonly (string, string)[] TenSlices =
        [("quantity", "1004"), ("start", "30min"), ("duration", "10min"), ("slices", "10"), ("side", "sell")];

    [Fact]
    public void Slices_are_even_in_size_and_time_and_complete()
    {
        var probe = new AgentProbe("twap", TenSlices);
        var children = new List<(double Minutes, long Lots)>();
        while (probe.NextWake != SimulatedTime.Never)
        {
            double minutes = (probe.NextWake - TestMarket.Session.Open) / (60.0 * TestMarket.Second);
            foreach (OrderRequest child in probe.Wake().Submits)
            {
                Assert.Equal((Side.Sell, OrderType.Market), (child.Order.Side, child.Order.Type));
                children.Add((minutes, child.Order.Quantity.Lots));
                probe.Fill(child, child.Order.Quantity.Lots, 9_999);
            }
        }

        Assert.Equal([30, 31, 32, 33, 34, 35, 36, 37, 38, 39], children.Select(child => child.Minutes));
        Assert.Equal([100, 100, 101, 100, 101, 100, 100, 101, 100, 101], children.Select(child => child.Lots));
        Assert.Equal(-1_004, probe.Agent.Portfolio.Inventory);
    }

    [Fact]
    public void A_slice_makes_up_for_what_the_one_before_missed()
    {
        var probe = new AgentProbe("twap", TenSlices);
        OrderRequest first = probe.Wake().Submits.Single();
        probe.Fill(first, 30, 9_999);
        probe.Remove(first);

        Assert.Equal(170, probe.Wake().Submits.Single().Order.Quantity.Lots);
    }

    [Fact]
    public void A_child_that_is_still_out_counts_as_done()
    {
        var probe = new AgentProbe("twap", TenSlices);
        probe.Wake();

        Assert.Equal(100, probe.Wake().Submits.Single().Order.Quantity.Lots);
    }

    [Fact]
    public void Passive_children_wait_at_their_own_best_price_and_leave_before_the_next_is_due()
    {
        var probe = new AgentProbe("twap", [.. TenSlices, ("child", "passive")]);
        NewOrder child = probe.Wake(9_990, 10_010).Submits.Single().Order;

        Assert.Equal((10_010L, TimeInForce.GoodTillTime), (child.Price.Ticks, child.TimeInForce));
        Assert.Equal(TestMarket.Second, probe.NextWake - child.ExpiresAt);
    }

    [Fact]
    public void What_is_left_at_the_end_is_taken_at_once_and_again()
    {
        var probe = new AgentProbe("twap", [.. TenSlices, ("child", "passive")]);
        for (int slice = 0; slice < 10; slice++)
        {
            probe.Remove(probe.Wake().Submits.Single(), AccountEventKind.Expired);
        }

        OrderRequest rest = probe.Wake().Submits.Single();
        Assert.Equal((OrderType.Market, 1_004L), (rest.Order.Type, rest.Order.Quantity.Lots));
        probe.Fill(rest, 1_000, 9_999);
        probe.Remove(rest);

        Assert.Equal(4, probe.Wake().Submits.Single().Order.Quantity.Lots);
    }

    [Fact]
    public void What_is_left_at_the_end_can_be_left()
    {
        var probe = new AgentProbe("twap", [.. TenSlices, ("rest", "leave")]);
        for (int slice = 0; slice < 10; slice++)
        {
            probe.Remove(probe.Wake().Submits.Single());
        }

        Assert.Empty(probe.Wake().Requests);
        Assert.Equal(SimulatedTime.Never, probe.NextWake);
    }

    [Fact]
    public void No_child_trades_beyond_the_limit_price()
    {
        NewOrder taking = new AgentProbe("twap", [.. TenSlices, ("limitPrice", "99.50")]).Wake(9_940, 9_960).Submits.Single().Order;
        NewOrder waiting = new AgentProbe("twap", [.. TenSlices, ("limitPrice", "100.20"), ("child", "passive")]).Wake(9_990, 10_010).Submits.Single().Order;

        Assert.Equal((9_950L, TimeInForce.ImmediateOrCancel), (taking.Price.Ticks, taking.TimeInForce));
        Assert.Equal(10_020, waiting.Price.Ticks);
    }

    [Fact]
    public void An_execution_until_the_close_ends_in_time_to_trade()
    {
        var probe = new AgentProbe("twap", [("quantity", "1000"), ("start", "6h"), ("duration", "1h"), ("slices", "10")]);
        SimulatedTime last = default;
        long sent = 0;
        while (probe.NextWake < TestMarket.Session.Close)
        {
            last = probe.NextWake;
            foreach (OrderRequest child in probe.Wake().Submits)
            {
                sent += child.Order.Quantity.Lots;
                probe.Fill(child, child.Order.Quantity.Lots, 10_001);
            }
        }

        Assert.Equal(1_000, sent);
        Assert.Equal(360 * TestMarket.Second, TestMarket.Session.Close - last);
    }
}
