using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.Tests.Strategies.Execution;

public sealed class OrderSplitterStrategyTests
{
    [Fact]
    public void Sizes_of_parents_have_the_tail_exponent_asked_for()
    {
        // A child as large as any parent, so that every order is one.
        long[] parents = [.. Children(4_000, ("childSize", "1e9"), ("maximumParent", "1e9"), ("tailExponent", "1.5")).Select(order => order.Quantity.Lots).OrderDescending()];

        const int tail = 1_000;
        double hill = tail / parents.Take(tail).Sum(lots => Math.Log(lots / (double)parents[tail]));
        Assert.Equal(1.5, hill, 0.15);
        Assert.Equal(100, parents[^1]);
        Assert.Equal(100 * Math.Pow(2, 1 / 1.5), parents[2_000], 5.0);
    }

    [Fact]
    public void Children_of_a_parent_are_of_one_side_and_add_up_to_it()
    {
        // Parents of exactly 175 lots in children of 50: 50, 50, 50, 25.
        NewOrder[] children = Children(4_000, ("minimumParent", "174"), ("maximumParent", "175"), ("tailExponent", "0.1"), ("childSize", "50"));
        NewOrder[][] parents = [.. children.Chunk(4)];
        NewOrder[][] whole = [.. parents.Where(parent => parent.Sum(child => child.Quantity.Lots) == 175)];

        Assert.All(parents, parent => Assert.Single(parent.Select(child => child.Side).Distinct()));
        Assert.All(parents, parent => Assert.InRange(parent.Sum(child => child.Quantity.Lots), 174, 175));
        Assert.All(parents, parent => Assert.Equal(50, parent[2].Quantity.Lots));
        Assert.InRange(whole.Length, 900, 1_000);
        Assert.Equal(0.5, parents.Count(parent => parent[0].Side == Side.Buy) / 1_000.0, 0.05);
    }

    [Fact]
    public void Signs_of_its_orders_have_a_long_memory()
    {
        // Parents are of 2 to 200 children. Two children that are k apart share a parent with probability E[max(N - k, 0)] / E[N], and
        // E[max(N - k, 0)] is the integral of (2 / x)^1.5 from k to 200.
        double[] signs = [.. Children(40_000, ("maximumParent", "10000")).Select(order => order.Side == Side.Buy ? 1.0 : -1.0)];
        double mean = 2 + Beyond(2);

        Assert.Equal(Beyond(5) / mean, Autocorrelation(signs, 5), 0.06);
        Assert.Equal(Beyond(20) / mean, Autocorrelation(signs, 20), 0.06);
        Assert.Equal(Beyond(80) / mean, Autocorrelation(signs, 80), 0.06);

        static double Beyond(double children) => 2 * Math.Pow(2, 1.5) * ((1 / Math.Sqrt(children)) - (1 / Math.Sqrt(200)));
    }

    [Fact]
    public void Limit_children_wait_at_their_own_best_price_until_the_next_one()
    {
        var probe = new AgentProbe("order_splitter", [("marketShare", "0"), ("minimumParent", "200")]);
        OrderRequest first = probe.Wake(9_990, 10_010).Requests.Single();
        probe.Wake();

        Assert.Equal(first.Order.Side == Side.Buy ? 9_990 : 10_010, first.Order.Price.Ticks);
        Assert.Equal((RequestKind.Cancel, first.Order.Id), (probe.Requests[0].Kind, probe.Requests[0].Order.Id));
        Assert.Equal(first.Order.Side, probe.Requests[1].Order.Side);
    }

    [Fact]
    public void A_pause_separates_parents()
    {
        var probe = new AgentProbe("order_splitter", [("maximumParent", "101"), ("childSize", "60"), ("meanPause", "1h"), ("meanInterval", "1s"), ("arrivals", "regular")]);
        OrderRequest first = probe.Wake().Requests.Single();
        double toSecond = (probe.NextWake - TestMarket.Session.OpenOf(probe.Tick)) / (double)TestMarket.Second;
        probe.Remove(first);
        probe.Wake();
        double toThird = (probe.NextWake - TestMarket.Session.OpenOf(probe.Tick)) / (double)TestMarket.Second;

        Assert.InRange(toSecond, 0, 3);
        Assert.InRange(toThird, 3, 100_000);
    }

    [Fact]
    public void Children_name_their_parent_and_each_parent_is_another()
    {
        NewOrder[] children = Children(400, ("minimumParent", "174"), ("maximumParent", "175"), ("tailExponent", "0.1"), ("childSize", "50"));

        Assert.Equal([.. Enumerable.Range(0, 400).Select(child => 1 + (child / 4))], children.Select(child => child.Parent));
    }

    [Fact]
    public void Children_take_no_more_than_their_share_of_what_is_shown_and_the_rest_waits()
    {
        var probe = new AgentProbe("order_splitter", [("minimumParent", "99"), ("maximumParent", "100"), ("tailExponent", "0.1"), ("childSize", "100"), ("depthShare", "0.4")]);
        var sizes = new List<long>();
        for (int i = 0; i < 5; i++)
        {
            OrderRequest request = probe.WakeNext(tick => TestMarket.Snapshot(tick, levelLots: 60)).Submits.Single();
            sizes.Add(request.Order.Quantity.Lots);
            probe.Remove(request);
        }

        // 24 of 60 shown, four times, and what is left of 100, or of 99.
        Assert.Equal([24L, 24L, 24L, 24L], sizes.Take(4));
        Assert.InRange(sizes[4], 3, 4);
    }

    private static NewOrder[] Children(int count, params (string Name, string Value)[] parameters)
    {
        var probe = new AgentProbe("order_splitter", [.. parameters, ("meanInterval", "1s")]);
        var orders = new NewOrder[count];
        for (int i = 0; i < count; i++)
        {
            OrderRequest request = probe.Wake().Submits.Single();
            orders[i] = request.Order;
            probe.Remove(request);
        }

        return orders;
    }

    private static double Autocorrelation(double[] signs, int lag)
    {
        double mean = signs.Average();
        double variance = signs.Average(sign => (sign - mean) * (sign - mean));
        return Enumerable.Range(0, signs.Length - lag).Average(i => (signs[i] - mean) * (signs[i + lag] - mean)) / variance;
    }
}
