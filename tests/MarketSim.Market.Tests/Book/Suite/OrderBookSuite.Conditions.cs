using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Book.Suite;

public abstract partial class OrderBookSuite
{
    [Fact]
    public void Market_order_trades_at_any_price_and_its_residual_is_cancelled()
    {
        Sell(1, 5, 100);
        Sell(2, 5, 9_000_000);

        Assert.Equal(
            ["accepted 3", "3 buys 5 @ 100 with 1, left 15 and 0", "3 buys 5 @ 9000000 with 2, left 10 and 0", "cancelled 3: 10 Residual"],
            Submit(Market(Side.Buy, 3, 20)));
        Assert.Equal(0, Book.OrderCount);
    }

    [Theory]
    [InlineData(Side.Buy)]
    [InlineData(Side.Sell)]
    public void Market_order_in_an_empty_book_is_cancelled_whole(Side side)
    {
        Assert.Equal(["accepted 1", "cancelled 1: 5 Residual"], Submit(Market(side, 1, 5)));
        Assert.Equal(0, Book.OrderCount);
    }

    [Fact]
    public void Market_order_ignores_its_price()
    {
        Sell(1, 5, 100);

        Assert.Equal(["accepted 2", "2 buys 5 @ 100 with 1, left 0 and 0"], Submit(Market(Side.Buy, 2, 5) with { Price = new Price(-7) }));
        Assert.Equal(default, Book.Events[0].Price);
    }

    [Fact]
    public void Immediate_or_cancel_residual_does_not_rest()
    {
        Sell(1, 5, 100);
        Sell(2, 5, 102);

        Assert.Equal(["accepted 3", "3 buys 5 @ 100 with 1, left 4 and 0", "cancelled 3: 4 Residual"], Submit(ImmediateOrCancel(Side.Buy, 3, 9, 101)));
        Assert.Equal("", Bids);
        Assert.Equal("102: 2x5", Asks);
        Assert.Equal(["refused 3: OrderUnknown"], Cancel(3));
    }

    [Fact]
    public void Immediate_or_cancel_that_crosses_nothing_is_cancelled_whole()
    {
        Buy(1, 5, 99);

        Assert.Equal(["accepted 2", "cancelled 2: 5 Residual"], Submit(ImmediateOrCancel(Side.Sell, 2, 5, 100)));
        Assert.Equal("99: 1x5", Bids);
    }

    [Fact]
    public void Fill_or_kill_fills_over_several_levels()
    {
        Sell(1, 5, 100);
        Sell(2, 5, 101);
        Sell(3, 5, 101);

        Assert.Equal(
            ["accepted 4", "4 buys 5 @ 100 with 1, left 10 and 0", "4 buys 5 @ 101 with 2, left 5 and 0", "4 buys 5 @ 101 with 3, left 0 and 0"],
            Submit(FillOrKill(Side.Buy, 4, 15, 101)));
        Assert.Equal(0, Book.OrderCount);
    }

    [Theory]
    [InlineData(16, 101)]
    [InlineData(6, 100)]
    [InlineData(1, 99)]
    public void Fill_or_kill_that_cannot_fill_within_its_limit_trades_nothing(int quantity, int limit)
    {
        Sell(1, 5, 100);
        Sell(2, 10, 101);
        Sell(3, 10, 102);

        Assert.Equal(["refused 4: CannotFillCompletely"], Submit(FillOrKill(Side.Buy, 4, quantity, limit)));
        Assert.Equal("100: 1x5; 101: 2x10; 102: 3x10", Asks);
    }

    [Fact]
    public void Fill_or_kill_market_order_needs_the_quantity_at_any_price()
    {
        Buy(1, 5, 100);
        Buy(2, 5, 2);
        NewOrder order = Market(Side.Sell, 3, 11) with { TimeInForce = TimeInForce.FillOrKill };

        Assert.Equal(["refused 3: CannotFillCompletely"], Submit(order));
        Assert.Equal(
            ["accepted 3", "3 sells 5 @ 100 with 1, left 5 and 0", "3 sells 5 @ 2 with 2, left 0 and 0"],
            Submit(order with { Quantity = new Quantity(10) }));
    }

    [Fact]
    public void Post_only_order_that_would_trade_any_of_itself_is_refused()
    {
        Sell(1, 1, 100);

        Assert.Equal(["refused 2: WouldTakeLiquidity"], Submit(PostOnly(Side.Buy, 2, 50, 100)));
        Assert.Equal(["refused 2: WouldTakeLiquidity"], Submit(PostOnly(Side.Buy, 2, 50, 101)));
        Assert.Equal("100: 1x1", Asks);
        Assert.Equal(["accepted 2"], Submit(PostOnly(Side.Buy, 2, 50, 99)));
        Assert.Equal("99: 2x50", Bids);
    }

    [Fact]
    public void Post_only_order_that_rests_is_traded_with_like_any_other()
    {
        Submit(PostOnly(Side.Buy, 1, 50, 99));

        Assert.Equal(["accepted 2", "2 sells 20 @ 99 with 1, left 0 and 30"], Sell(2, 20, 95));
    }

    [Fact]
    public void Good_till_time_order_trades_just_before_its_time()
    {
        Submit(GoodTill(50, Side.Sell, 1, 5, 100));
        _now = 49;

        Assert.Equal(["accepted 2", "2 buys 5 @ 100 with 1, left 0 and 0"], Buy(2, 5, 100));
        Assert.Equal(SimulatedTime.Never, Book.NextExpiry);
        Assert.Empty(Expire(50));
    }

    [Fact]
    public void Good_till_time_order_expires_at_its_time_and_not_before()
    {
        Submit(GoodTill(50, Side.Sell, 1, 5, 100));

        Assert.Empty(Expire(49));
        Assert.Equal(new SimulatedTime(50), Book.NextExpiry);
        Assert.Equal(["expired 1: 5 at 50"], Expire(50));
        Assert.Equal("", Asks);
        Assert.Equal(SimulatedTime.Never, Book.NextExpiry);
        Assert.Equal(["refused 1: OrderUnknown"], Cancel(1));
    }

    [Fact]
    public void Request_at_the_expiry_time_finds_the_order_gone()
    {
        Submit(GoodTill(50, Side.Sell, 1, 5, 100));
        _now = 50;
        Assert.Equal(["expired 1: 5 at 50", "accepted 2"], Buy(2, 5, 100));

        Submit(GoodTill(60, Side.Sell, 3, 5, 101));
        _now = 70;
        Assert.Equal(["expired 3: 5 at 60", "refused 3: OrderUnknown"], Cancel(3));

        Submit(GoodTill(80, Side.Sell, 4, 5, 101));
        _now = 80;
        Assert.Equal(["expired 4: 5 at 80", "refused 4: OrderUnknown"], Amend(4, 6, 101));
        Assert.Equal("100: 2x5", Bids);
    }

    [Fact]
    public void Orders_expire_in_the_order_of_time_then_id()
    {
        Submit(GoodTill(60, Side.Sell, 5, 1, 100));
        Submit(GoodTill(50, Side.Sell, 4, 1, 100));
        Submit(GoodTill(50, Side.Buy, 2, 1, 90));
        Submit(GoodTill(70, Side.Buy, 1, 1, 90));
        Submit(GoodTill(50, Side.Sell, 3, 1, 101));
        Sell(6, 1, 100);

        Assert.Equal(["expired 2: 1 at 50", "expired 3: 1 at 50", "expired 4: 1 at 50", "expired 5: 1 at 60"], Expire(65));
        Assert.Equal("100: 6x1", Asks);
        Assert.Equal(new SimulatedTime(70), Book.NextExpiry);
    }

    [Fact]
    public void Cancelled_order_does_not_expire_under_its_reused_id()
    {
        Submit(GoodTill(50, Side.Sell, 1, 5, 100));
        Cancel(1);
        Submit(GoodTill(90, Side.Sell, 1, 5, 100));

        Assert.Empty(Expire(60));
        Assert.Equal("100: 1x5", Asks);
        Assert.Equal(new SimulatedTime(90), Book.NextExpiry);
    }

    [Fact]
    public void Good_till_cancel_order_ignores_its_expiry_time()
    {
        Submit(Limit(Side.Sell, 1, 5, 100) with { ExpiresAt = new SimulatedTime(20) });

        Assert.Empty(Expire(1_000));
        Assert.Equal(SimulatedTime.Never, Book.Find(new OrderId(1))!.Value.ExpiresAt);
    }
}
