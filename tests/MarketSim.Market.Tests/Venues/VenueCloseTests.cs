using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Venues;

public sealed class VenueCloseTests
{
    private readonly VenueUnderTest _market = new();

    [Fact]
    public void Requests_from_the_close_on_are_refused_though_the_last_tick_is_still_open()
    {
        OrderId resting = _market.Limit(0, Side.Buy, 99, 5, arrival: 1_949);
        OrderId late = _market.Limit(1, Side.Sell, 99, 5, arrival: 1_950);
        _market.Cancel(0, resting, arrival: 1_960);

        _market.Run(9);

        Assert.Equal(
            [(late, RequestKind.Submit, EventReason.MarketClosed), (resting, RequestKind.Cancel, EventReason.MarketClosed)],
            _market.AccountEvents.Select(accountEvent => (accountEvent.Order, accountEvent.Request, accountEvent.Reason)));
        Assert.Empty(_market.Listener.Trades);
        Assert.Equal(1, _market.Venue.Book.OrderCount);
        Assert.Equal((2L, 2L, 0L), (_market.Venue.Counters.Orders, _market.Venue.Counters.Refusals, _market.Venue.Counters.Cancels));
    }

    [Fact]
    public void End_of_the_session_refuses_what_is_still_under_way()
    {
        _market.Limit(0, Side.Buy, 99, 5, arrival: 1_010);
        OrderId underWay = _market.Limit(1, Side.Sell, 99, 5, arrival: 5_000);
        _market.Run(0);
        string before = _market.Venue.Fingerprint.Value;

        _market.Venue.EndSession();

        AccountEvent accountEvent = Assert.Single(_market.AccountEvents);
        Assert.Equal(
            (underWay, AccountEventKind.Refused, EventReason.MarketClosed, 5_000L), (accountEvent.Order, accountEvent.Kind, accountEvent.Reason, accountEvent.Time.Nanoseconds));
        Assert.Empty(_market.Venue.StatementOf(new AccountId(1)).OpenOrders);
        Assert.Equal(10, _market.Venue.Tick);
        Assert.NotEqual(before, _market.Venue.Fingerprint.Value, StringComparer.Ordinal);
        Assert.Equal(long.MaxValue, _market.Venue.NextDueTick);
    }
}
