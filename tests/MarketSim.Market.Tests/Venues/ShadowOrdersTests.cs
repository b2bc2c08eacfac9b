using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Market.Tests.Venues;

/// <summary>Orders that prices do not react to; account 5 sends them. The listener checks after every event that nothing is made or lost.</summary>
public sealed class ShadowOrdersTests
{
    private static readonly bool[] Shadows = [false, false, false, false, false, true];

    private readonly VenueUnderTest _venue = new(shadows: Shadows);

    public ShadowOrdersTests()
    {
        _venue.Limit(0, Side.Sell, price: 101, quantity: 3, arrival: 1_001);
        _venue.Limit(1, Side.Sell, price: 102, quantity: 4, arrival: 1_002);
        _venue.Limit(2, Side.Buy, price: 99, quantity: 5, arrival: 1_003);
        _venue.Run(0);
    }

    [Fact]
    public void Order_that_takes_pays_the_book_s_prices_level_by_level_and_leaves_the_book_as_it_is()
    {
        _venue.Limit(5, Side.Buy, price: 102, quantity: 5, arrival: 1_110);
        _venue.Run(1);

        Assert.Equal(
            [(101, 3, 2), (102, 2, 0)],
            Of(5).Where(accountEvent => accountEvent.Kind == AccountEventKind.Filled).Select(accountEvent => ((int)accountEvent.Price.Ticks, (int)accountEvent.Quantity.Lots, (int)accountEvent.Remaining.Lots)));
        Assert.Equal(55, _venue.Venue.Ledger[new AccountId(5)].Inventory);
        Assert.Equal(-5, _venue.Venue.Ledger.VenueInventory);
        MarketSnapshot after = _venue.Run(2);
        Assert.Equal([(101, 3), (102, 4)], after.Asks.Select(level => ((int)level.Price.Ticks, (int)level.Quantity.Lots)));
        Assert.Equal((100, 0), (after.LastPrice.Ticks, after.CumulativeVolumeLots));
        Assert.Empty(Of(0));
    }

    [Fact]
    public void Order_that_rests_is_filled_at_its_price_when_others_trade_there_or_beyond_and_only_so_much()
    {
        _venue.Limit(5, Side.Buy, price: 100, quantity: 10, arrival: 1_110, postOnly: true);
        _venue.Run(1);
        Assert.Empty(Of(5));
        Assert.Equal(99, _venue.Run(2).BestBid!.Value.Ticks);

        _venue.Limit(3, Side.Sell, price: 99, quantity: 4, arrival: 1_310);
        _venue.Run(3);

        AccountEvent fill = Assert.Single(Of(5));
        Assert.Equal((100, 4, 6), (fill.Price.Ticks, fill.Quantity.Lots, fill.Remaining.Lots));
        Assert.Equal((99, 4), (_venue.Venue.LastPrice.Ticks, _venue.Venue.Counters.VolumeLots));
    }

    [Fact]
    public void Post_only_order_that_would_take_is_refused_and_a_cancelled_one_is_never_filled()
    {
        _venue.Limit(5, Side.Buy, price: 101, quantity: 1, arrival: 1_110, postOnly: true);
        OrderId order = _venue.Limit(5, Side.Buy, price: 100, quantity: 1, arrival: 1_120);
        _venue.Cancel(5, order, arrival: 1_130);
        _venue.Cancel(5, order, arrival: 1_140);
        _venue.Limit(3, Side.Sell, price: 99, quantity: 4, arrival: 1_150);
        _venue.Run(1);

        Assert.Equal(
            [(AccountEventKind.Refused, EventReason.WouldTakeLiquidity), (AccountEventKind.Cancelled, EventReason.Requested), (AccountEventKind.Refused, EventReason.OrderUnknown)],
            Of(5).Select(accountEvent => (accountEvent.Kind, accountEvent.Reason)));
    }

    [Fact]
    public void Orders_that_rest_come_back_from_a_saved_venue_and_expire_in_it()
    {
        _venue.Limit(5, Side.Buy, price: 100, quantity: 2, arrival: 1_110);
        _venue.Limit(5, Side.Sell, price: 105, quantity: 2, arrival: 1_110, expires: 1_450);
        _venue.Run(1);
        var restored = VenueUnderTest.Restored(_venue.Save(), Shadows);

        Assert.Equal(_venue.Save(), restored.Save());
        Assert.Equal(4, restored.Venue.NextDueTick);
        Assert.Equal(2, restored.Venue.StatementOf(new AccountId(5)).OpenOrders.Count);
        restored.Run(4);
        Assert.Equal(AccountEventKind.Expired, Assert.Single(restored.AccountEvents).Kind);
    }

    private IEnumerable<AccountEvent> Of(int account) => _venue.AccountEvents.Where(accountEvent => accountEvent.Account.Value == account);
}
