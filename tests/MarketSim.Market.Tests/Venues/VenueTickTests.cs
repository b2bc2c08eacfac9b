using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;

namespace MarketSim.Market.Tests.Venues;

public sealed class VenueTickTests
{
    private readonly VenueUnderTest _market = new();

    [Fact]
    public void Requests_are_applied_in_order_of_arrival_and_not_of_receipt()
    {
        _market.Limit(2, Side.Buy, 101, 5, arrival: 1_030);
        _market.Limit(1, Side.Sell, 101, 5, arrival: 1_020);
        _market.Limit(0, Side.Sell, 101, 5, arrival: 1_010);

        _market.Run(0);

        BookEvent trade = Assert.Single(_market.Listener.Trades).Trade;
        Assert.Equal((2, 0, Side.Buy, 1_030L), (trade.Account.Value, trade.RestingAccount.Value, trade.Side, trade.Time.Nanoseconds));
    }

    [Fact]
    public void Request_that_arrives_exactly_when_the_next_tick_opens_belongs_to_it()
    {
        _market.Limit(0, Side.Buy, 99, 5, arrival: 1_099);
        _market.Limit(1, Side.Buy, 98, 5, arrival: 1_100);

        _market.Run(0);
        MarketSnapshot second = _market.Run(1);
        MarketSnapshot third = _market.Run(2);

        Assert.Equal([new BookLevel(new Price(99), new Quantity(5), 1)], second.Bids.AsEnumerable());
        Assert.Equal([new BookLevel(new Price(99), new Quantity(5), 1), new BookLevel(new Price(98), new Quantity(5), 1)], third.Bids.AsEnumerable());
    }

    [Fact]
    public void Snapshot_shows_the_best_levels_the_last_price_and_the_volume()
    {
        foreach (long price in new long[] { 103, 101, 102, 101 })
        {
            _market.Limit(0, Side.Sell, price, 5, arrival: 1_010);
        }

        _market.Limit(1, Side.Buy, 101, 3, arrival: 1_020);

        MarketSnapshot before = _market.Run(0);
        MarketSnapshot after = _market.Run(1);

        Assert.Equal((0L, 1_000L, 100L, 0L), (before.Tick, before.Time.Nanoseconds, before.LastPrice.Ticks, before.CumulativeVolumeLots));
        Assert.Empty(before.Asks);
        Assert.Equal((1L, 1_100L, 101L, 3L), (after.Tick, after.Time.Nanoseconds, after.LastPrice.Ticks, after.CumulativeVolumeLots));
        Assert.Equal([new BookLevel(new Price(101), new Quantity(7), 2), new BookLevel(new Price(102), new Quantity(5), 1)], after.Asks.AsEnumerable());
        Assert.Empty(after.Bids);
        Assert.NotEqual(before.FundamentalValueTicks, after.FundamentalValueTicks);
        Assert.Equal(_market.Venue.Fundamental.Value, after.FundamentalValueTicks);
    }

    [Fact]
    public void Ticks_open_in_ascending_order_only()
    {
        _market.Run(3);

        Assert.Throws<ArgumentOutOfRangeException>(() => _market.Venue.OpenTick(3));
        Assert.Equal(3, _market.Venue.Tick);
    }

    [Fact]
    public void Venue_is_due_when_something_arrives_or_expires_and_otherwise_never()
    {
        Assert.Equal(long.MaxValue, _market.Venue.NextDueTick);

        // Arrives in tick 4 and expires exactly when tick 7 opens, which is the business of tick 6.
        _market.Limit(0, Side.Buy, 99, 5, arrival: 1_400, expires: 1_700);
        Assert.Equal(4, _market.Venue.NextDueTick);
        _market.Run(4);
        Assert.Equal(6, _market.Venue.NextDueTick);
        _market.Run(6);
        Assert.Equal(long.MaxValue, _market.Venue.NextDueTick);

        // What should have arrived before is due at once.
        _market.Limit(0, Side.Buy, 99, 5, arrival: 1_000);
        Assert.Equal(7, _market.Venue.NextDueTick);
    }

    [Fact]
    public void Sooner_of_arrival_and_expiry_decides_when_the_venue_is_due()
    {
        _market.Limit(0, Side.Buy, 99, 5, arrival: 1_000, expires: 1_701);
        _market.Limit(1, Side.Buy, 98, 5, arrival: 1_850);
        _market.Run(0);

        Assert.Equal(7, _market.Venue.NextDueTick);
        _market.Run(7);
        Assert.Equal(8, _market.Venue.NextDueTick);
    }

    [Fact]
    public void Fees_and_counters_follow_the_trade()
    {
        OrderId resting = _market.Limit(0, Side.Sell, 100, 20, arrival: 1_010);
        OrderId aggressor = _market.Limit(1, Side.Buy, 100, 8, arrival: 1_020);
        _market.Amend(0, resting, 100, 5, arrival: 1_030);
        _market.Cancel(0, resting, arrival: 1_040);
        _market.Cancel(0, resting, arrival: 1_050);

        _market.Run(0);

        // The notional value is 800: the taker pays 0.5 %, the maker gets 0.2 %, rounded in the venue's favour.
        (long tick, BookEvent trade, long takerFee, long makerFee) = Assert.Single(_market.Listener.Trades);
        Assert.Equal((0L, aggressor, resting, 4L, -1L), (tick, trade.Order, trade.RestingOrder, takerFee, makerFee));
        Assert.Equal(3, _market.Venue.Ledger.VenueCash);
        Assert.Equal(100_000 - 804, _market.Venue.Ledger[new AccountId(1)].Cash);
        Assert.Equal(
            new VenueCounters { Orders = 2, Cancels = 2, Amendments = 1, Trades = 1, Refusals = 1, VolumeLots = 8 }, _market.Venue.Counters);
    }

    [Theory]
    [InlineData(99, 102, 100.5)]
    [InlineData(99, 0, 99)]
    [InlineData(0, 102, 102)]
    [InlineData(0, 0, 100)]
    public void Mid_price_falls_back_on_the_side_that_is_there_and_then_on_the_last_price(long bid, long ask, double expected)
    {
        if (bid > 0)
        {
            _market.Limit(0, Side.Buy, bid, 5, arrival: 1_010);
        }

        if (ask > 0)
        {
            _market.Limit(1, Side.Sell, ask, 5, arrival: 1_010);
        }

        _market.Run(0);
        MarketSnapshot snapshot = _market.Run(1);

        Assert.Equal(expected, snapshot.MidTicks);
        Assert.Equal(bid > 0 ? new Price(bid) : null, snapshot.BestBid);
        Assert.Equal(ask > 0 ? new Price(ask) : null, snapshot.BestAsk);
    }
}
