using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Agents.Tests.Strategies.Noise;

public sealed class NoiseStrategyTests
{
    [Fact]
    public void Sides_kinds_and_distances_come_in_the_shares_asked_for()
    {
        NewOrder[] orders = Orders(3_000, ("meanInterval", "5s"), ("marketShare", "30%"), ("meanDistance", "0.10"), ("meanSize", "50"));
        NewOrder[] limits = [.. orders.Where(order => order.Type == OrderType.Limit)];

        Assert.Equal(0.5, orders.Count(order => order.Side == Side.Buy) / 3_000.0, 0.03);
        Assert.Equal(0.7, limits.Length / 3_000.0, 0.03);
        Assert.Equal(50, orders.Average(order => order.Quantity.Lots), 3.0);

        // An exponential distance rounded up to ticks: mean 1 / (1 - e^(-1/10)) = 10.51.
        Assert.Equal(10.51, limits.Average(order => order.Side == Side.Buy ? 10_001 - order.Price.Ticks : order.Price.Ticks - 9_999), 0.6);
        Assert.DoesNotContain(limits, order => order.Side == Side.Buy ? order.Price.Ticks > 10_000 : order.Price.Ticks < 10_000);
    }

    [Fact]
    public void Prices_can_be_measured_from_the_mid()
    {
        NewOrder[] orders = Orders(200, ("marketShare", "0"), ("reference", "mid"), ("meanDistance", "0"));

        Assert.All(orders, order => Assert.Equal(10_000, order.Price.Ticks));
    }

    [Fact]
    public void Each_wake_up_cancels_the_order_before()
    {
        var probe = new AgentProbe("noise", [("marketShare", "0")]);
        OrderRequest first = probe.Wake().Requests.Single();
        OrderRequest[] second = probe.Wake().Requests;

        Assert.Equal((RequestKind.Cancel, first.Order.Id), (second[0].Kind, second[0].Order.Id));
        Assert.Equal(RequestKind.Submit, second[1].Kind);
    }

    [Fact]
    public void Orders_are_cancelled_with_the_chance_asked_for()
    {
        var probe = new AgentProbe("noise", [("marketShare", "0"), ("cancelShare", "25%"), ("meanInterval", "10s")]);
        int cancels = 0;
        int open = 0;
        for (int i = 0; i < 1_000; i++)
        {
            open += probe.Agent.Portfolio.OpenOrders.Count;
            foreach (OrderRequest request in probe.Wake().Requests.Where(request => request.Kind == RequestKind.Cancel))
            {
                cancels++;
                probe.Remove(request);
            }
        }

        Assert.Equal(0.25, cancels / (double)open, 0.02);
    }

    [Fact]
    public void Woken_once_it_sends_one_limit_order_at_the_opposite_best()
    {
        double[] hours = new double[2_000];
        for (int member = 0; member < hours.Length; member++)
        {
            var probe = new AgentProbe(
                "noise", [("schedule", "once"), ("marketShare", "0"), ("meanDistance", "0"), ("sizeDistribution", "round_lots"), ("meanSize", "100")], member: member);
            hours[member] = (probe.NextWake - TestMarket.Session.Open) / (3_600.0 * TestMarket.Second);
            NewOrder order = probe.Wake().Requests.Single().Order;

            Assert.Equal(OrderType.Limit, order.Type);
            Assert.Equal(order.Side == Side.Buy ? 10_001 : 9_999, order.Price.Ticks);
            Assert.Equal(SimulatedTime.Never, probe.NextWake);
        }

        Assert.Equal(3.25, hours.Average(), 0.15);
        Assert.Equal(0.25, hours.Count(hour => hour < 1.625) / 2_000.0, 0.03);
    }

    [Fact]
    public void Account_events_alone_change_nothing()
    {
        var probe = new AgentProbe("noise", [("marketShare", "0"), ("meanInterval", "1h")]);
        OrderRequest order = probe.Wake().Requests.Single();
        SimulatedTime wake = probe.NextWake;
        probe.Fill(order, 1);

        Assert.Empty(probe.WakeNext(tick => TestMarket.Snapshot(tick)).Requests);
        Assert.Equal(wake, probe.NextWake);
    }

    private static NewOrder[] Orders(int count, params (string Name, string Value)[] parameters)
    {
        var probe = new AgentProbe("noise", parameters);
        var orders = new NewOrder[count];
        for (int i = 0; i < count; i++)
        {
            OrderRequest request = probe.Wake().Submits.Single();
            orders[i] = request.Order;
            probe.Remove(request);
        }

        return orders;
    }
}
