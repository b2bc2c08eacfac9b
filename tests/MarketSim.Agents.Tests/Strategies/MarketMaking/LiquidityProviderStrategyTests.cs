using MarketSim.Agents.Strategies.MarketMaking;
using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.Tests.Strategies.MarketMaking;

public sealed class LiquidityProviderStrategyTests
{
    private static readonly (string Name, string Value)[] Calm =
        [("levels", "2"), ("halfSpread", "0.03"), ("spacing", "0.05"), ("dispersion", "0"), ("quoteSize", "100"), ("sizeSlope", "1"), ("meanInterval", "5s"), ("arrivals", "regular"), ("calmVolatility", "1%"), ("inventorySkew", "0")];

    [Fact]
    public void In_calm_times_it_quotes_its_ladder_around_the_mid_price()
    {
        OrderRequest[] quotes = new AgentProbe("liquidity_provider", Calm).Wake(9_990, 10_010).Submits;

        Assert.Equal(
            [(Side.Buy, 9_997L, 100L), (Side.Buy, 9_992L, 200L), (Side.Sell, 10_003L, 100L), (Side.Sell, 10_008L, 200L)],
            quotes.Select(quote => (quote.Order.Side, quote.Order.Price.Ticks, quote.Order.Quantity.Lots)));
        Assert.All(quotes, quote => Assert.True(quote.Order.PostOnly));
    }

    [Fact]
    public void The_centre_follows_news_at_once_and_the_price_slowly()
    {
        var news = new AgentProbe("liquidity_provider", [.. Calm, ("anchorTime", "1h")]);
        news.Wake(9_990, 10_010);
        OrderRequest[] moved = news.Wake(9_990, 10_010, fundamental: TestMarket.InitialTicks - 50).Requests;

        // All quotes go down by about 50 ticks.
        Assert.All(moved, request => Assert.Equal(RequestKind.Amend, request.Kind));
        Assert.InRange(moved.First().Order.Price.Ticks, 9_945, 9_949);

        var price = new AgentProbe("liquidity_provider", [.. Calm, ("anchorTime", "1h")]);
        price.Wake(9_990, 10_010);
        Assert.Empty(price.Wake(9_980, 10_000).Requests);
    }

    [Fact]
    public void It_withdraws_with_volatility_and_returns_slowly()
    {
        var probe = new AgentProbe("liquidity_provider", [.. Calm.Where(parameter => parameter.Name != "calmVolatility"), ("calmVolatility", "0.01%"), ("volatilityWithdrawal", "1"), ("widening", "1"), ("returnTime", "10min"), ("measuringTime", "10s"), ("anchorTime", "1s")]);
        probe.Wake(9_990, 10_010);
        OrderRequest[] frightened = probe.Wake(9_790, 9_810).Requests;

        Assert.All(frightened, request => Assert.True(request.Order.Quantity.Lots < 20));
        Assert.True(9_800 - frightened.First(request => request.Order.Price.Ticks < 9_800).Order.Price.Ticks > 30);

        // Half an hour of calm later the quotes are back to within a third.
        foreach (OrderRequest request in frightened)
        {
            probe.Amended(request);
        }

        OrderRequest[] last = [];
        for (int wake = 0; wake < 500; wake++)
        {
            OrderRequest[] requests = probe.Wake(9_790, 9_810).Requests;
            foreach (OrderRequest request in requests)
            {
                probe.Amended(request);
            }

            last = requests.Length > 0 ? requests : last;
        }

        Assert.Contains(probe.Agent.Portfolio.OpenOrders, order => order.OpenQuantity.Lots > 66);
        Assert.NotEmpty(last);
    }

    [Fact]
    public void Fills_on_one_side_make_that_side_smaller()
    {
        LiquidityStress stress = default;
        stress.Observe(0, bought: 2, seconds: 1, calmPerSqrtSecond: 1, measuringSeconds: 10, returnSeconds: 100);

        Assert.Equal(1 / (1 + (0.5 * 2)), stress.Share(isBid: true, volatilityWeight: 1, flowWeight: 0.5), 9);
        Assert.Equal(1, stress.Share(isBid: false, volatilityWeight: 1, flowWeight: 0.5), 9);
    }

    [Fact]
    public void Fear_rises_at_once_and_falls_with_the_return_time()
    {
        LiquidityStress stress = default;

        // One second over ten of measuring: variance (1 - e^-0.1) 0.04², so 1.234 times a calm volatility of 0.01.
        stress.Observe(0.04, 0, 1, calmPerSqrtSecond: 0.01, measuringSeconds: 10, returnSeconds: 100);
        double first = stress.Volatility;
        Assert.Equal((4 * Math.Sqrt(1 - Math.Exp(-0.1))) - 1, first, 9);

        stress.Observe(0, 0, 100, 0.01, 10, 100);
        Assert.Equal(first * Math.Exp(-1), stress.Volatility, 9);
    }

    [Fact]
    public void News_make_it_take_stale_quotes_at_what_they_are_worth_and_no_worse()
    {
        var probe = new AgentProbe("liquidity_provider", [.. Calm, ("anchorTime", "1h"), ("takeEdge", "0.10"), ("takeSize", "170")]);
        probe.Wake(9_990, 10_010);
        OrderRequest[] requests = probe.Wake(9_990, 10_010, fundamental: TestMarket.InitialTicks + 50).Requests;
        NewOrder taken = Assert.Single(requests, request => request.Kind == RequestKind.Submit).Order;

        Assert.Equal((Side.Buy, TimeInForce.ImmediateOrCancel, 170L), (taken.Side, taken.TimeInForce, taken.Quantity.Lots));
        Assert.InRange(taken.Price.Ticks, 10_037, 10_040);
    }

    [Fact]
    public void It_never_quotes_through_the_other_side()
    {
        var probe = new AgentProbe("liquidity_provider", [.. Calm, ("anchorTime", "1h")]);
        probe.Wake(9_990, 10_010);
        OrderRequest[] requests = probe.Wake(9_900, 9_910).Requests;

        Assert.All(requests.Where(request => request.Order.Price.Ticks < 9_950), request => Assert.True(request.Order.Price.Ticks < 9_910));
    }

    [Fact]
    public void Fills_of_its_quotes_move_the_centre_against_them_and_what_it_took_itself_does_not()
    {
        (string, string)[] parameters = [.. Calm, ("anchorTime", "1h"), ("fillShift", "2"), ("flowWithdrawal", "0")];
        var filled = new AgentProbe("liquidity_provider", parameters);
        OrderRequest ask = filled.Wake(9_990, 10_010).Submits.First(request => request.Order.Side == Side.Sell);
        filled.Fill(ask, 50);

        // Half a quote was sold: up by 2 x 0.5 half-spreads of 3 ticks.
        OrderRequest[] moved = filled.Wake(9_990, 10_010).Requests;
        Assert.Contains(moved, request => request.Order.Side == Side.Buy && request.Order.Price.Ticks == 10_000);

        var taking = new AgentProbe("liquidity_provider", [.. parameters, ("takeEdge", "0.10"), ("takeSize", "170")]);
        taking.Wake(9_990, 10_010);
        OrderRequest[] news = taking.Wake(9_990, 10_010, fundamental: TestMarket.InitialTicks + 50).Requests;
        foreach (OrderRequest amended in news.Where(request => request.Kind == RequestKind.Amend))
        {
            taking.Amended(amended);
        }

        taking.Fill(news.Single(request => request.Kind == RequestKind.Submit), 170);

        // Its bids, which the old ask held down, come to the new value; taking 170 would have brought them 10 ticks less far.
        Assert.Equal([10_046L, 10_041L], taking.Wake(10_040, 10_060, fundamental: TestMarket.InitialTicks + 50).Requests.Select(request => request.Order.Price.Ticks));
    }
}
