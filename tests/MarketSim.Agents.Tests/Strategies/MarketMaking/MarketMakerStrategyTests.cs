using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Agents.Tests.Strategies.MarketMaking;

public sealed class MarketMakerStrategyTests
{
    // In currency: sigma 2 a session, gamma 0.1, kappa 1.5, and so a spread of 1.69 at the opening and 1.29 at the close.
    private static readonly (string, string)[] Paper =
        [("volatility", "2"), ("riskAversion", "0.1"), ("fillDecay", "1.5"), ("meanInterval", "1ns"), ("quoteSize", "100"), ("maximumPosition", "300")];

    [Fact]
    public void It_quotes_the_optimal_spread_around_the_mid_when_flat()
    {
        AgentProbe probe = new AgentProbe("market_maker", Paper).Wake();

        Assert.Equal((9_915L, 10_085L), Quote(probe));
        Assert.All(probe.Submits, request => Assert.True(request.Order.PostOnly));
    }

    [Fact]
    public void A_fill_moves_both_quotes_against_the_inventory_at_once()
    {
        AgentProbe probe = new AgentProbe("market_maker", Paper).Wake();
        OrderRequest bid = probe.Submits.Single(request => request.Order.Side == Side.Buy);
        OrderRequest ask = probe.Submits.Single(request => request.Order.Side == Side.Sell);
        probe.Fill(bid, 100);
        probe.WakeNext(tick => TestMarket.Snapshot(tick));

        // One quote long: the reservation price is gamma sigma^2 = 0.40 lower. Moving down, the bid goes first.
        Assert.Equal((RequestKind.Submit, Side.Buy, 9_875L), (probe.Requests[0].Kind, probe.Requests[0].Order.Side, probe.Requests[0].Order.Price.Ticks));
        Assert.Equal((RequestKind.Amend, ask.Order.Id, 10_045L), (probe.Requests[1].Kind, probe.Requests[1].Order.Id, probe.Requests[1].Order.Price.Ticks));
    }

    [Fact]
    public void Moving_up_the_ask_makes_room_for_the_bid()
    {
        AgentProbe probe = new AgentProbe("market_maker", Paper).Wake().Wake(10_499, 10_501);

        Assert.Equal(2, probe.Requests.Length);
        Assert.All(probe.Requests, request => Assert.Equal(RequestKind.Amend, request.Kind));
        Assert.Equal((10_585L, 10_415L), (probe.Requests[0].Order.Price.Ticks, probe.Requests[1].Order.Price.Ticks));
    }

    [Fact]
    public void Quotes_that_are_right_are_left_alone()
    {
        AgentProbe probe = new AgentProbe("market_maker", Paper).Wake();
        OrderRequest ask = probe.Submits.Single(request => request.Order.Side == Side.Sell);
        probe.Wake();
        Assert.Empty(probe.Requests);

        // A few lots sold move the reservation price by less than a tick; what is left keeps its place.
        probe.Fill(ask, 1);
        probe.Wake();
        Assert.DoesNotContain(probe.Requests, request => request.Order.Id == ask.Order.Id && request.Order.Price == ask.Order.Price);
    }

    [Fact]
    public void At_the_position_limit_only_one_side_is_quoted()
    {
        var probe = new AgentProbe("market_maker", Paper);
        for (int i = 0; i < 3; i++)
        {
            probe.Wake();
            probe.Fill(probe.Submits.Single(request => request.Order.Side == Side.Buy), 100);
        }

        probe.Wake();
        Assert.DoesNotContain(probe.Agent.Portfolio.OpenOrders, order => order.Side == Side.Buy);
        Assert.Equal(300, probe.Agent.Portfolio.Inventory);
    }

    [Fact]
    public void Its_own_quotes_do_not_move_what_it_takes_for_the_mid()
    {
        AgentProbe probe = new AgentProbe("market_maker", Paper).Wake(9_799, 10_201);
        BookLevel own = new(new Price(Quote(probe).Bid), new Quantity(100), 1);
        probe.WakeNext(tick => new MarketSnapshot
        {
            Tick = tick,
            Time = TestMarket.Session.OpenOf(tick),
            Bids = [own, new BookLevel(new Price(9_799), new Quantity(500), 2)],
            Asks = [new BookLevel(new Price(10_201), new Quantity(500), 2)],
            LastPrice = new Price(10_000),
            CumulativeVolumeLots = 0,
            FundamentalValueTicks = 10_000,
        });

        Assert.Empty(probe.Requests);
    }

    [Fact]
    public void A_quote_never_crosses_the_market()
    {
        AgentProbe probe = new AgentProbe("market_maker", [("volatility", "0"), ("riskAversion", "0.001"), ("fillDecay", "1000000")]).Wake(9_999, 10_000);

        Assert.Equal((9_999L, 10_000L), Quote(probe));
    }

    private static (long Bid, long Ask) Quote(AgentProbe probe) => (
        probe.Submits.Single(request => request.Order.Side == Side.Buy).Order.Price.Ticks,
        probe.Submits.Single(request => request.Order.Side == Side.Sell).Order.Price.Ticks);
}
