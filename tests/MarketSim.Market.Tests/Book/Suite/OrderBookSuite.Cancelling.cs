using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Book.Suite;

public abstract partial class OrderBookSuite
{
    [Theory]
    [InlineData(1, "100: 2x5 3x5 4x5")]
    [InlineData(2, "100: 1x5 3x5 4x5")]
    [InlineData(3, "100: 1x5 2x5 4x5")]
    [InlineData(4, "100: 1x5 2x5 3x5")]
    public void Cancel_anywhere_in_the_queue_leaves_the_others_in_order(int cancelled, string queue)
    {
        for (int id = 1; id <= 4; id++)
        {
            Sell(id, 5, 100);
        }

        Assert.Equal([$"cancelled {cancelled}: 5 Requested"], Cancel(cancelled));
        Assert.Equal(queue, Asks);
    }

    [Fact]
    public void Sweep_after_a_cancel_in_mid_queue_fills_the_rest_in_order()
    {
        for (int id = 1; id <= 4; id++)
        {
            Sell(id, 5, 100);
        }

        Cancel(2);
        Cancel(3);

        Assert.Equal(["accepted 9", "9 buys 5 @ 100 with 1, left 10 and 0", "9 buys 5 @ 100 with 4, left 5 and 0"], Buy(9, 15, 100));
        Assert.Equal("100: 9x5", Bids);
        Assert.Equal("", Asks);
    }

    [Fact]
    public void Order_appended_after_a_cancel_at_the_tail_is_reached()
    {
        Sell(1, 5, 100);
        Sell(2, 5, 100);
        Cancel(2);
        Sell(3, 5, 100);

        Assert.Equal("100: 1x5 3x5", Asks);
    }

    [Fact]
    public void Cancel_after_a_full_fill_is_refused()
    {
        Sell(1, 5, 100);
        Sell(2, 5, 100);
        Buy(3, 5, 100);

        Assert.Equal(["refused 1: OrderUnknown"], Cancel(1));
        Assert.Equal("100: 2x5", Asks);
    }

    [Fact]
    public void Cancel_after_a_partial_fill_takes_out_what_is_open()
    {
        Sell(1, 5, 100);
        Buy(2, 3, 100);

        Assert.Equal(["cancelled 1: 2 Requested"], Cancel(1));
        Assert.Equal(0, Book.OrderCount);
    }

    [Fact]
    public void Second_cancel_is_refused()
    {
        Sell(1, 5, 100);
        Cancel(1);

        Assert.Equal(["refused 1: OrderUnknown"], Cancel(1));
    }

    [Fact]
    public void Cancel_by_another_account_is_refused_and_tells_nothing_of_the_order()
    {
        Sell(1, 5, 100);

        Assert.Equal(["refused 1: NotTheOwner"], Cancel(1, account: 2));
        BookEvent expected = default(BookEvent) with
        {
            Kind = BookEventKind.Refused, Reason = EventReason.NotTheOwner, Time = new SimulatedTime(10), Order = new OrderId(1), Account = new AccountId(2),
        };
        Assert.Equal(expected, Book.Events[0]);
        Assert.Equal("100: 1x5", Asks);
    }

    [Fact]
    public void Id_of_a_cancelled_order_serves_a_new_one()
    {
        Sell(1, 5, 100);
        Sell(2, 5, 100);
        Cancel(1);

        Assert.Equal(["accepted 1"], Buy(1, 8, 99));
        Assert.Equal("99: 1x8", Bids);
        Assert.Equal("100: 2x5", Asks);
        Assert.Equal(["cancelled 1: 8 Requested"], Cancel(1));
    }

    [Fact]
    public void Id_of_a_filled_order_serves_a_new_one_of_another_account()
    {
        Sell(1, 5, 100);
        Buy(2, 5, 100);
        Submit(Limit(Side.Sell, 1, 7, 101) with { Account = new AccountId(33) });

        Assert.Equal(["refused 1: NotTheOwner"], Cancel(1, account: 1));
        Assert.Equal(["cancelled 1: 7 Requested"], Cancel(1, account: 33));
    }

    [Fact]
    public void Id_of_an_order_that_never_rested_serves_a_new_one()
    {
        Submit(ImmediateOrCancel(Side.Buy, 1, 5, 100));
        Submit(FillOrKill(Side.Buy, 1, 5, 100));

        Assert.Equal(["accepted 1"], Buy(1, 5, 100));
        Assert.Equal("100: 1x5", Bids);
    }

    [Fact]
    public void Found_order_shows_its_open_quantity_and_terms()
    {
        Submit(GoodTill(50, Side.Sell, 1, 5, 100) with { PostOnly = true, Account = new AccountId(4) });
        Buy(2, 3, 100);

        RestingOrder expected = new(
            new OrderId(1), new AccountId(4), Side.Sell, new Price(100), new Quantity(2), TimeInForce.GoodTillTime, true, new SimulatedTime(50));
        Assert.Equal(expected, Book.Find(new OrderId(1)));
        Assert.Null(Book.Find(new OrderId(2)));
    }
}
