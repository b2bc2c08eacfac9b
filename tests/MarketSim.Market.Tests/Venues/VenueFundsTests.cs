using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Market.Tests.Venues;

/// <summary>Accounts of limited funds. The listener sees after every event that nobody owes cash or inventory.</summary>
public sealed class VenueFundsTests
{
    private const long Cash = 2_500;

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 8).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nobody_ever_owes_cash_or_inventory_and_the_market_still_trades(ulong seed)
    {
        VenueUnderTest market = new(limitedCash: Cash);

        Run(market, new RequestStream(seed), from: 0);
        market.Venue.EndSession();

        Assert.True(market.Listener.Trades.Count > 30, $"only {market.Listener.Trades.Count} trades");
        Assert.True(market.AccountEvents.Count(accountEvent => accountEvent.Reason == EventReason.InsufficientFunds) > 10);
        Assert.Equal(market.Venue.Counters.Refusals, market.AccountEvents.Count(accountEvent => accountEvent.Kind == AccountEventKind.Refused));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Venue_restored_after_any_tick_refuses_exactly_like_one_that_was_not(ulong seed)
    {
        RefusesAfterRestore(seed, FundsRule.Limited);
        RefusesAfterRestore(seed, FundsRule.Margin(1.5m));
    }

    private static void RefusesAfterRestore(ulong seed, FundsRule funds)
    {
        RequestStream stream = new(seed);
        VenueUnderTest whole = new(limitedCash: Cash, funds: funds);
        List<byte[]> states = [];
        for (int tick = 0; tick < stream.ByTick.Length; tick++)
        {
            states.Add(whole.Save());
            Run(whole, stream, tick, tick + 1);
        }

        for (int tick = 0; tick < states.Count; tick++)
        {
            VenueUnderTest restored = VenueUnderTest.Restored(states[tick], limitedCash: Cash, funds: funds);
            Run(restored, stream, tick);

            Assert.Equal(whole.Save(), restored.Save());
        }

        Assert.Contains(whole.AccountEvents, accountEvent => accountEvent.Reason == EventReason.InsufficientFunds);
    }

    [Fact]
    public void Open_orders_are_set_aside_and_free_again_when_they_are_cancelled()
    {
        // 10 lots at 100, 0.5 % of it for fees, and a unit for each lot and one more, as each fill rounds its fee up: 1,000 + 5 + 11.
        VenueUnderTest market = new(limitedCash: 1_016);
        OrderId first = market.Limit(0, Side.Buy, 100, 10, arrival: 1_000);
        market.Limit(0, Side.Buy, 1, 1, arrival: 1_001);
        market.Cancel(0, first, arrival: 1_002);
        market.Limit(0, Side.Buy, 1, 1, arrival: 1_003);
        market.Run(0);

        Assert.Equal(
            [(AccountEventKind.Refused, EventReason.InsufficientFunds), (AccountEventKind.Cancelled, EventReason.Requested)],
            market.AccountEvents.Select(accountEvent => (accountEvent.Kind, accountEvent.Reason)));
        Assert.Equal(1, market.Venue.Book.OrderCount);
    }

    [Fact]
    public void Amendment_is_checked_without_what_the_order_itself_sets_aside()
    {
        VenueUnderTest market = new(limitedCash: 1_016);
        OrderId order = market.Limit(0, Side.Buy, 50, 10, arrival: 1_000);
        market.Amend(0, order, 100, 10, arrival: 1_001);
        market.Amend(0, order, 101, 10, arrival: 1_002);
        market.Run(0);

        Assert.Equal([AccountEventKind.Amended, AccountEventKind.Refused], market.AccountEvents.Select(accountEvent => accountEvent.Kind));
        Assert.Equal(new Price(100), market.Venue.Book.BestBid);
    }

    [Fact]
    public void Account_sells_no_more_than_it_has()
    {
        VenueUnderTest market = new(limitedCash: 0);
        market.Limit(0, Side.Sell, 100, 30, arrival: 1_000);
        market.Limit(0, Side.Sell, 100, 21, arrival: 1_001);
        market.Limit(0, Side.Sell, 100, 20, arrival: 1_002);
        market.Run(0);

        Assert.Equal([EventReason.InsufficientFunds], market.AccountEvents.Select(accountEvent => accountEvent.Reason));
        Assert.Equal(new Quantity(50), market.Venue.Book.BestAskQuantity);
    }

    [Theory]
    [InlineData(Side.Buy, 100, 48, false)]
    [InlineData(Side.Buy, 100, 49, true)]
    [InlineData(Side.Buy, 110, 40, false)]
    [InlineData(Side.Buy, 111, 40, true)]
    [InlineData(Side.Sell, 100, 145, false)]
    [InlineData(Side.Sell, 100, 150, true)]
    public void Margin_account_holds_at_most_its_leverage_times_its_equity_less_fees_and_what_it_pays_beyond_the_last_price(Side side, long price, long quantity, bool isRefused)
    {
        // Equity is 50 lots at the last price of 100; the fee is 0.5 %, and a unit for each lot and one more. 48 lots: 2 × (5,000 − 24 − 49) ≥ 98 × 100.
        VenueUnderTest market = new(limitedCash: 0, funds: FundsRule.Margin(2));
        market.Limit(0, side, price, quantity, arrival: 1_000);
        market.Run(0);

        Assert.Equal(isRefused ? [EventReason.InsufficientFunds] : [], market.AccountEvents.Select(accountEvent => accountEvent.Reason));
    }

    [Fact]
    public void Margin_account_sets_aside_its_open_orders_and_may_always_trade_towards_zero()
    {
        VenueUnderTest market = new(limitedCash: -4_990, funds: FundsRule.Margin(2));
        market.Limit(0, Side.Buy, 100, 1, arrival: 1_000);
        market.Limit(0, Side.Sell, 100, 30, arrival: 1_001);
        market.Limit(0, Side.Sell, 100, 20, arrival: 1_002);
        market.Limit(0, Side.Sell, 100, 1, arrival: 1_003);
        market.Run(0);

        Assert.Equal([EventReason.InsufficientFunds, EventReason.InsufficientFunds], market.AccountEvents.Select(accountEvent => accountEvent.Reason));
        Assert.Equal(new Quantity(50), market.Venue.Book.BestAskQuantity);
    }

    [Fact]
    public void Margin_order_of_market_type_is_charged_for_the_levels_that_it_takes()
    {
        VenueUnderTest shallow = new(limitedCash: 0, funds: FundsRule.Margin(2));
        shallow.Limit(1, Side.Sell, 100, 10, arrival: 1_000);
        shallow.Limit(1, Side.Sell, 140, 30, arrival: 1_001);
        shallow.Market(0, Side.Buy, 40, arrival: 1_002);
        shallow.Run(0);

        Assert.Equal([EventReason.InsufficientFunds], shallow.AccountEvents.Select(accountEvent => accountEvent.Reason));
    }

    private static void Run(VenueUnderTest market, RequestStream stream, int from, int? end = null)
    {
        for (int tick = from; tick < (end ?? stream.ByTick.Length); tick++)
        {
            market.Venue.OpenTick(tick);
            foreach (OrderRequest request in stream.ByTick[tick])
            {
                market.Venue.Receive(request);
            }

            market.Venue.CloseTick();
        }
    }
}
