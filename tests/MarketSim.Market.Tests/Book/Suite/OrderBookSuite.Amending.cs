using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Book.Suite;

public abstract partial class OrderBookSuite
{
    [Fact]
    public void Amend_down_keeps_priority()
    {
        Sell(1, 10, 100);
        Sell(2, 10, 100);

        Assert.Equal(["amended 1: 4 @ 100"], Amend(1, 4, 100));
        Assert.Equal("100: 1x4 2x10", Asks);
        Assert.Equal(new Quantity(14), Book.BestAskQuantity);
    }

    [Fact]
    public void Amend_up_loses_priority()
    {
        Sell(1, 10, 100);
        Sell(2, 10, 100);

        Assert.Equal(["amended 1: 11 @ 100"], Amend(1, 11, 100));
        Assert.Equal("100: 2x10 1x11", Asks);
        Assert.Equal(new Quantity(21), Book.BestAskQuantity);
    }

    [Fact]
    public void Amend_up_of_the_only_order_of_a_level_keeps_the_level()
    {
        Sell(1, 10, 100);
        Sell(2, 10, 101);
        Amend(1, 12, 100);

        Assert.Equal("100: 1x12; 101: 2x10", Asks);
        Assert.Equal(new Price(100), Book.BestAsk);
    }

    [Fact]
    public void Reprice_goes_behind_the_orders_of_the_new_price_and_leaves_its_siblings()
    {
        Sell(1, 10, 100);
        Sell(2, 10, 100);
        Sell(3, 10, 100);
        Sell(4, 10, 101);

        Assert.Equal(["amended 2: 10 @ 101"], Amend(2, 10, 101));
        Assert.Equal("100: 1x10 3x10; 101: 4x10 2x10", Asks);
    }

    [Fact]
    public void Reprice_and_back_again_loses_priority()
    {
        Sell(1, 10, 100);
        Sell(2, 10, 100);
        Amend(1, 10, 105);
        Amend(1, 10, 100);

        Assert.Equal("100: 2x10 1x10", Asks);
    }

    [Fact]
    public void Reprice_with_a_smaller_quantity_loses_priority()
    {
        Sell(1, 10, 100);
        Sell(2, 10, 101);
        Amend(1, 5, 101);

        Assert.Equal("101: 2x10 1x5", Asks);
    }

    [Fact]
    public void Reprice_into_a_cross_trades_at_the_resting_prices_and_rests_at_its_own()
    {
        Sell(1, 5, 100);
        Sell(2, 5, 101);
        Sell(3, 5, 103);
        Buy(4, 20, 90);

        Assert.Equal(
            ["amended 4: 20 @ 102", "4 buys 5 @ 100 with 1, left 15 and 0", "4 buys 5 @ 101 with 2, left 10 and 0"],
            Amend(4, 20, 102));
        Assert.Equal("102: 4x10", Bids);
        Assert.Equal("103: 3x5", Asks);
        Assert.Equal(["cancelled 4: 10 Requested"], Cancel(4));
    }

    [Fact]
    public void Reprice_into_a_cross_that_fills_it_leaves_nothing()
    {
        Buy(1, 5, 100);
        Sell(2, 3, 110);

        Assert.Equal(["amended 2: 4 @ 100", "2 sells 4 @ 100 with 1, left 0 and 1"], Amend(2, 4, 100));
        Assert.Equal("", Asks);
        Assert.Equal("100: 1x1", Bids);
        Assert.Equal(["refused 2: OrderUnknown"], Cancel(2));
    }

    [Fact]
    public void Amend_of_a_partly_filled_order_sets_what_is_open()
    {
        Sell(1, 10, 100);
        Sell(2, 10, 100);
        Buy(3, 6, 100);

        Assert.Equal(["amended 1: 3 @ 100"], Amend(1, 3, 100));
        Assert.Equal("100: 1x3 2x10", Asks);
        Assert.Equal(["refused 1: AmendmentChangesNothing"], Amend(1, 3, 100));
    }

    [Fact]
    public void Amend_refusal_changes_neither_order_nor_place()
    {
        Sell(1, 10, 100);
        Sell(2, 10, 100);

        Assert.Equal(["refused 9: OrderUnknown"], Amend(9, 0, -1));
        Assert.Equal(["refused 1: NotTheOwner"], Amend(1, 0, -1, account: 2));
        Assert.Equal(["refused 1: QuantityNotPositive"], Amend(1, 0, -1));
        Assert.Equal(["refused 1: QuantityTooLarge"], Amend(1, 1_000_001, -1));
        Assert.Equal(["refused 1: PriceOutOfRange"], Amend(1, 10, 0));
        Assert.Equal(["refused 1: PriceOutOfRange"], Amend(1, 10, 100_000_001));
        Assert.Equal(["refused 1: AmendmentChangesNothing"], Amend(1, 10, 100));
        Assert.Equal("100: 1x10 2x10", Asks);
    }

    [Fact]
    public void Amend_refusal_tells_the_owner_what_is_open_and_nobody_else()
    {
        Sell(1, 10, 100);
        Amend(1, 10, 100);
        BookEvent toOwner = default(BookEvent) with
        {
            Kind = BookEventKind.Refused, Reason = EventReason.AmendmentChangesNothing, Side = Side.Sell, Time = new SimulatedTime(10), Order = new OrderId(1),
            Account = new AccountId(1), Price = new Price(100), Quantity = new Quantity(10), Remaining = new Quantity(10),
        };
        Assert.Equal(toOwner, Book.Events[0]);

        Amend(1, 7, 99, account: 5);
        BookEvent toStranger = default(BookEvent) with
        {
            Kind = BookEventKind.Refused, Reason = EventReason.NotTheOwner, Time = new SimulatedTime(10), Order = new OrderId(1), Account = new AccountId(5),
            Price = new Price(99), Quantity = new Quantity(7),
        };
        Assert.Equal(toStranger, Book.Events[0]);
    }

    [Fact]
    public void Post_only_order_stays_post_only_when_it_is_amended()
    {
        Buy(1, 5, 99);
        Submit(PostOnly(Side.Sell, 2, 5, 101));
        Sell(3, 5, 101);

        Assert.Equal(["refused 2: WouldTakeLiquidity"], Amend(2, 5, 99));
        Assert.Equal("101: 2x5 3x5", Asks);
        Assert.Equal("99: 1x5", Bids);
        Assert.Equal(["amended 2: 5 @ 100"], Amend(2, 5, 100));
        Assert.Equal("100: 2x5; 101: 3x5", Asks);
    }

    [Fact]
    public void Amended_good_till_time_order_still_expires()
    {
        Submit(GoodTill(50, Side.Buy, 1, 5, 99));
        Amend(1, 9, 98);

        Assert.Equal(["expired 1: 9 at 50"], Expire(50));
    }
}
