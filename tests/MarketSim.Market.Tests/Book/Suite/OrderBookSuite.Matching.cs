using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Book.Suite;

public abstract partial class OrderBookSuite
{
    [Fact]
    public void Limit_order_that_crosses_nothing_rests()
    {
        Assert.Equal(["accepted 1"], Buy(1, 10, 99));
        Assert.Equal(["accepted 2"], Sell(2, 5, 100));

        Assert.Equal("99: 1x10", Bids);
        Assert.Equal("100: 2x5", Asks);
        Assert.Equal(2, Book.OrderCount);
    }

    [Fact]
    public void Better_price_trades_first_then_the_earlier_order()
    {
        Sell(1, 5, 102);
        Sell(2, 5, 101);
        Sell(3, 5, 101);
        Sell(4, 5, 100);

        string[] events = Buy(5, 18, 105);

        Assert.Equal(
            [
                "accepted 5",
                "5 buys 5 @ 100 with 4, left 13 and 0",
                "5 buys 5 @ 101 with 2, left 8 and 0",
                "5 buys 5 @ 101 with 3, left 3 and 0",
                "5 buys 3 @ 102 with 1, left 0 and 2",
            ],
            events);
        Assert.Equal("102: 1x2", Asks);
        Assert.Equal("", Bids);
    }

    [Fact]
    public void Sell_order_takes_the_highest_bid_first()
    {
        Buy(1, 5, 98);
        Buy(2, 5, 99);
        Buy(3, 5, 99);

        string[] events = Sell(4, 12, 98);

        Assert.Equal(
            ["accepted 4", "4 sells 5 @ 99 with 2, left 7 and 0", "4 sells 5 @ 99 with 3, left 2 and 0", "4 sells 2 @ 98 with 1, left 0 and 3"], events);
        Assert.Equal("98: 1x3", Bids);
    }

    [Fact]
    public void Trade_event_names_both_orders_accounts_prices_and_remainders()
    {
        Submit(Limit(Side.Sell, 1, 7, 100) with { Account = new AccountId(11) });
        _now = 25;
        Submit(Limit(Side.Buy, 2, 10, 103) with { Account = new AccountId(22) });

        BookEvent expected = new(
            BookEventKind.Traded, EventReason.None, Side.Buy, new SimulatedTime(25),
            new OrderId(2), new AccountId(22), new Price(100), new Quantity(7), new Quantity(3),
            new OrderId(1), new AccountId(11), Quantity.Zero);
        Assert.Equal(expected, Book.Events[1]);
    }

    [Fact]
    public void Marketable_limit_does_not_trade_through_its_own_price()
    {
        Sell(1, 5, 100);
        Sell(2, 5, 101);
        Sell(3, 5, 102);

        string[] events = Buy(4, 20, 101);

        Assert.Equal(["accepted 4", "4 buys 5 @ 100 with 1, left 15 and 0", "4 buys 5 @ 101 with 2, left 10 and 0"], events);
        Assert.Equal("101: 4x10", Bids);
        Assert.Equal("102: 3x5", Asks);
    }

    [Fact]
    public void Partial_fill_keeps_priority()
    {
        Sell(1, 10, 100);
        Sell(2, 10, 100);
        Buy(3, 4, 100);

        Assert.Equal("100: 1x6 2x10", Asks);
        Assert.Equal(["accepted 4", "4 buys 6 @ 100 with 1, left 2 and 0", "4 buys 2 @ 100 with 2, left 0 and 8"], Buy(4, 8, 100));
    }

    [Fact]
    public void Best_level_that_was_swept_is_gone()
    {
        Sell(1, 5, 100);
        Sell(2, 5, 103);
        Buy(3, 5, 100);

        Assert.Equal(new Price(103), Book.BestAsk);
        Assert.Equal(new Quantity(5), Book.BestAskQuantity);
        Assert.Equal([new BookLevel(new Price(103), new Quantity(5), 1)], Book.Levels(Side.Sell));
        Assert.Equal(["accepted 4"], Buy(4, 1, 102));
    }

    [Fact]
    public void Best_level_whose_only_order_is_cancelled_is_gone()
    {
        Buy(1, 5, 100);
        Buy(2, 5, 97);
        Cancel(1);

        Assert.Equal(new Price(97), Book.BestBid);
        Assert.Equal(["accepted 3", "3 sells 5 @ 97 with 2, left 1 and 0"], Sell(3, 6, 90));
        Assert.Null(Book.BestBid);
        Assert.Equal(Quantity.Zero, Book.BestBidQuantity);
    }

    [Fact]
    public void Orders_of_one_account_trade_with_each_other()
    {
        Submit(Limit(Side.Sell, 1, 5, 100) with { Account = new AccountId(9) });

        Assert.Equal(["accepted 2", "2 buys 5 @ 100 with 1, left 0 and 0"], Submit(Limit(Side.Buy, 2, 5, 100) with { Account = new AccountId(9) }));
    }

    [Fact]
    public void Levels_total_what_is_open_best_first()
    {
        Sell(1, 10, 100);
        Sell(2, 20, 100);
        Sell(3, 5, 250);
        Buy(4, 4, 100);

        Assert.Equal(
            [new BookLevel(new Price(100), new Quantity(26), 2), new BookLevel(new Price(250), new Quantity(5), 1)],
            Book.Levels(Side.Sell));
        Assert.Empty(Book.Levels(Side.Buy));
    }

    [Fact]
    public void Orders_millions_of_ticks_apart_trade_in_price_order()
    {
        Sell(1, 1, 99_999_999);
        Sell(2, 1, 1);
        Sell(3, 1, 64);
        Sell(4, 1, 4_096);
        Sell(5, 1, 100_000_000);
        Sell(6, 1, 63);
        Sell(7, 1, 262_144);

        Assert.Equal("1: 2x1; 63: 6x1; 64: 3x1; 4096: 4x1; 262144: 7x1; 99999999: 1x1; 100000000: 5x1", Asks);
        Submit(Market(Side.Buy, 8, 7));
        Assert.Equal([1, 63, 64, 4_096, 262_144, 99_999_999, 100_000_000], Book.Events.Skip(1).Select(trade => trade.Price.Ticks));
        Assert.Equal(0, Book.OrderCount);
    }

    [Fact]
    public void Bids_millions_of_ticks_apart_trade_highest_first()
    {
        Buy(1, 1, 1);
        Buy(2, 1, 100_000_000);
        Buy(3, 1, 99_999_936);
        Buy(4, 1, 5_000_000);

        Assert.Equal("100000000: 2x1; 99999936: 3x1; 5000000: 4x1; 1: 1x1", Bids);
        Assert.Equal(
            [
                "accepted 5",
                "5 sells 1 @ 100000000 with 2, left 2 and 0",
                "5 sells 1 @ 99999936 with 3, left 1 and 0",
                "5 sells 1 @ 5000000 with 4, left 0 and 0",
            ],
            Sell(5, 3, 2));
    }
}
