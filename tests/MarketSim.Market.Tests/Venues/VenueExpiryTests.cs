using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Venues;

public sealed class VenueExpiryTests
{
    private readonly VenueUnderTest _market = new();

    [Fact]
    public void Order_that_expires_exactly_when_a_tick_opens_is_not_in_its_snapshot()
    {
        OrderId expired = _market.Limit(0, Side.Buy, 99, 5, arrival: 1_010, expires: 1_100);
        _market.Limit(1, Side.Buy, 98, 5, arrival: 1_010, expires: 1_101);

        _market.Run(0);
        AccountEvent accountEvent = Assert.Single(_market.AccountEvents);
        Assert.Equal([98L], _market.Run(1).Bids.Select(level => level.Price.Ticks));

        Assert.Equal((AccountEventKind.Expired, expired, 1_100L, 5L, 0L), (accountEvent.Kind, accountEvent.Order, accountEvent.Time.Nanoseconds, accountEvent.Quantity.Lots, accountEvent.Remaining.Lots));
        Assert.Equal(1_101, _market.AccountEvents.Last().Time.Nanoseconds);
    }

    [Fact]
    public void Order_does_not_trade_with_one_that_arrives_when_it_expires()
    {
        _market.Limit(0, Side.Sell, 100, 5, arrival: 1_010, expires: 1_050);
        _market.Limit(1, Side.Sell, 101, 5, arrival: 1_010, expires: 1_051);
        _market.Limit(2, Side.Buy, 101, 5, arrival: 1_050);

        _market.Run(0);

        Assert.Equal((1, 101L), (Assert.Single(_market.Listener.Trades).Trade.RestingAccount.Value, _market.Venue.LastPrice.Ticks));
        Assert.Equal(AccountEventKind.Expired, _market.AccountEvents.First().Kind);
    }

    [Fact]
    public void Order_that_expires_while_it_is_under_way_is_refused()
    {
        _market.Limit(0, Side.Sell, 100, 5, arrival: 1_050, expires: 1_050);

        _market.Run(0);

        AccountEvent accountEvent = Assert.Single(_market.AccountEvents);
        Assert.Equal((AccountEventKind.Refused, EventReason.AlreadyExpired), (accountEvent.Kind, accountEvent.Reason));
    }

    [Fact]
    public void Orders_that_expire_over_a_gap_leave_in_the_order_of_their_times()
    {
        _market.Limit(0, Side.Buy, 99, 5, arrival: 1_010, expires: 1_700);
        _market.Limit(1, Side.Buy, 98, 5, arrival: 1_010, expires: 1_250);
        _market.Limit(2, Side.Buy, 97, 5, arrival: 1_010, expires: 1_400);

        _market.Run(0);
        _market.Run(8);

        Assert.Equal([1_250L, 1_400, 1_700], _market.AccountEvents.Select(accountEvent => accountEvent.Time.Nanoseconds));
        Assert.Empty(_market.Run(9).Bids);
    }
}
