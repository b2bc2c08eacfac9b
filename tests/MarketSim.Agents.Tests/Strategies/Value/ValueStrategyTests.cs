using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.Tests.Strategies.Value;

public sealed class ValueStrategyTests
{
    [Theory]
    [InlineData(10_050.7, Side.Buy, 10_050)]
    [InlineData(9_950.2, Side.Sell, 9_951)]
    public void It_trades_towards_an_exact_observation(double fundamental, Side side, long priceTicks)
    {
        NewOrder order = new AgentProbe("value", [("observationNoise", "0")]).Wake(fundamental: fundamental).Submits.Single().Order;

        Assert.Equal((side, priceTicks), (order.Side, order.Price.Ticks));
    }

    [Fact]
    public void Observations_are_noisy_in_proportion_to_the_value()
    {
        double[] errors = [.. Orders(2_000, fundamental: 20_000, ("observationNoise", "1%")).Select(order => (order.Price.Ticks / 20_000.0) - 1)];

        Assert.Equal(0, errors.Average(), 0.001);
        Assert.Equal(0.01, Math.Sqrt(errors.Average(error => error * error)), 0.0005);
    }

    [Fact]
    public void The_value_is_expected_to_revert_until_the_close()
    {
        // Read at the opening, 6.5 h before the close; with a rate of ln 2 per 6.5 h half of the distance to 120.00 is left.
        var probe = new AgentProbe(
            "value", [("observationNoise", "0"), ("meanReversion", $"{Math.Log(2) / 6.5}/h"), ("longRunValue", "120"), ("meanInterval", "1ns")]);

        Assert.Equal(10_999, probe.Wake(fundamental: 10_000).Submits.Single().Order.Price.Ticks, 1.0);
    }

    [Fact]
    public void A_bayesian_agent_hardly_moves_for_one_noisy_observation()
    {
        // It starts sure of 100.00 and expects 0.01 % per root second: after 100 s a deviation of 10 ticks, against 1,000 of the observation.
        NewOrder order = new AgentProbe(
            "value", [("belief", "bayesian"), ("observationNoise", "10%"), ("meanInterval", "100s"), ("arrivals", "regular")]).Wake().Submits.Single().Order;

        Assert.InRange(order.Price.Ticks, 9_999, 10_001);
    }

    [Fact]
    public void A_surplus_is_asked_for_between_nothing_and_the_maximum()
    {
        NewOrder[] orders = Orders(1_000, fundamental: 10_500, ("observationNoise", "0"), ("maximumSurplus", "1"));

        Assert.All(orders, order => Assert.InRange(order.Price.Ticks, 10_400, 10_500));
        Assert.Equal(10_450, orders.Average(order => order.Price.Ticks), 5.0);
    }

    [Fact]
    public void Placed_by_the_spread_it_crosses_or_stands_within_two_spreads()
    {
        // Bid 9,990, ask 10,010, value above: 10 % at the ask, the others uniform on the 40 prices from there down.
        NewOrder[] orders = Orders(4_000, fundamental: 10_500, 9_990, 10_010, ("observationNoise", "0"), ("placement", "spread"));

        Assert.All(orders, order => Assert.Equal(Side.Buy, order.Side));
        Assert.All(orders, order => Assert.InRange(order.Price.Ticks, 9_971, 10_010));
        Assert.Equal(0.1 + (0.9 / 40), orders.Count(order => order.Price.Ticks == 10_010) / 4_000.0, 0.015);
        Assert.Equal(0.9 / 40, orders.Count(order => order.Price.Ticks == 9_971) / 4_000.0, 0.008);
    }

    [Fact]
    public void Placed_by_the_spread_of_an_empty_book_it_asks_for_the_value()
    {
        NewOrder order = new AgentProbe("value", [("observationNoise", "0"), ("placement", "spread")])
            .Wake(bid: null, ask: null, fundamental: 9_000).Submits.Single().Order;

        Assert.Equal((Side.Sell, 9_000L), (order.Side, order.Price.Ticks));
    }

    [Fact]
    public void Private_values_limit_the_position()
    {
        var probe = new AgentProbe(
            "value",
            [("privateValueDeviation", "0.5"), ("privateValueLevels", "2"), ("privateValueStep", "100"), ("sizeDistribution", "fixed"), ("meanSize", "100")]);
        for (int i = 0; i < 20; i++)
        {
            OrderRequest order = probe.Wake(fundamental: 20_000).Submits.SingleOrDefault();
            foreach (OrderRequest cancel in probe.Requests.Where(request => request.Kind == RequestKind.Cancel))
            {
                probe.Remove(cancel);
            }

            if (order.Kind == RequestKind.Submit && order.Order.Side == Side.Buy)
            {
                probe.Fill(order, 100);
            }
        }

        Assert.Equal(200, probe.Agent.Portfolio.Inventory);
    }

    private static NewOrder[] Orders(int count, double fundamental, params (string Name, string Value)[] parameters) =>
        Orders(count, fundamental, 9_999, 10_001, parameters);

    private static NewOrder[] Orders(int count, double fundamental, long bid, long ask, params (string Name, string Value)[] parameters)
    {
        var probe = new AgentProbe("value", parameters);
        var orders = new NewOrder[count];
        for (int i = 0; i < count; i++)
        {
            OrderRequest request = probe.Wake(bid, ask, fundamental).Submits.Single();
            orders[i] = request.Order;
            probe.Remove(request);
        }

        return orders;
    }
}
