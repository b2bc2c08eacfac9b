using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Book.Suite;

// In these tests accounts 1 and 2 are one owner, account 3 is another.
public abstract partial class OrderBookSuite
{
    [Fact]
    public void Allowed_self_trade_is_a_trade_like_any_other()
    {
        Prevent(SelfTradeMode.Allow);
        Sell(1, 5, 100);

        Assert.Equal(["accepted 2", "2 buys 5 @ 100 with 1, left 0 and 0"], Buy(2, 5, 100));
    }

    [Fact]
    public void Cancel_newest_takes_the_rest_of_the_aggressor_and_keeps_the_resting_order()
    {
        Prevent(SelfTradeMode.CancelNewest);
        Sell(3, 4, 99);
        Sell(1, 5, 100);

        Assert.Equal(["accepted 2", "2 buys 4 @ 99 with 3, left 5 and 0", "cancelled 2: 5 SelfTrade"], Buy(2, 9, 100));
        Assert.Equal("100: 1x5", Asks);
        Assert.Equal("", Bids);
    }

    [Fact]
    public void Cancel_oldest_takes_the_resting_order_and_the_aggressor_goes_on()
    {
        Prevent(SelfTradeMode.CancelOldest);
        Sell(1, 5, 100);
        Sell(3, 4, 100);

        Assert.Equal(["accepted 2", "cancelled 1: 5 SelfTrade", "2 buys 4 @ 100 with 3, left 5 and 0"], Buy(2, 9, 100));
        Assert.Equal("100: 2x5", Bids);
        Assert.Equal("", Asks);
    }

    [Fact]
    public void Decrement_takes_the_smaller_quantity_from_both_and_the_longer_order_keeps_its_place()
    {
        Prevent(SelfTradeMode.Decrement);
        Sell(1, 5, 100);
        Sell(3, 4, 100);

        Assert.Equal(["accepted 2", "cancelled 1: 2 SelfTrade, left 3", "cancelled 2: 2 SelfTrade"], Buy(2, 2, 100));
        Assert.Equal("100: 1x3 3x4", Asks);
        Assert.Equal(["accepted 12", "cancelled 1: 3 SelfTrade", "cancelled 12: 3 SelfTrade, left 4", "12 buys 4 @ 100 with 3, left 0 and 0"], Submit(Own(12, 7, 100)));
        Assert.Equal(0, Book.OrderCount);
    }

    [Fact]
    public void Re_priced_order_is_the_aggressor_of_a_self_trade()
    {
        Prevent(SelfTradeMode.CancelNewest);
        Sell(1, 5, 100);
        Buy(2, 3, 98);

        Assert.Equal(["amended 2: 3 @ 100", "cancelled 2: 3 SelfTrade"], Amend(2, 3, 100));
        Assert.Equal("100: 1x5", Asks);
        Assert.Equal(1, Book.OrderCount);
    }

    [Theory]
    [InlineData(SelfTradeMode.CancelNewest, false)]
    [InlineData(SelfTradeMode.Decrement, false)]
    [InlineData(SelfTradeMode.CancelOldest, true)]
    public void Fill_or_kill_counts_only_the_orders_of_others_that_it_can_reach(SelfTradeMode mode, bool isFilled)
    {
        Prevent(mode);
        Sell(1, 5, 100);
        Sell(3, 4, 101);

        string[] events = Submit(FillOrKill(Side.Buy, 2, 4, 101));

        Assert.Equal(isFilled ? ["accepted 2", "cancelled 1: 5 SelfTrade", "2 buys 4 @ 101 with 3, left 0 and 0"] : ["refused 2: CannotFillCompletely"], events);
    }

    [Fact]
    public void Market_order_that_meets_its_owner_shows_no_price()
    {
        Prevent(SelfTradeMode.CancelNewest);
        Sell(1, 5, 100);

        Assert.Equal(["accepted 2", "cancelled 2: 6 SelfTrade"], Submit(Market(Side.Buy, 2, 6) with { Price = new Price(77) }));
        Assert.Equal(default, Book.Events[1].Price);
    }

    [Fact]
    public void Aggressor_decides_the_mode()
    {
        UseRules(new BookRules { SelfTrades = new SelfTradeRules { Accounts = [new(SelfTradeMode.Allow, 0), new(SelfTradeMode.Allow, 1), new(SelfTradeMode.CancelOldest, 1)] } });
        Sell(2, 5, 100);

        Assert.Equal(["accepted 1", "1 buys 2 @ 100 with 2, left 0 and 3"], Buy(1, 2, 100));
        Sell(1, 5, 91);
        Assert.Equal(["accepted 12", "cancelled 1: 5 SelfTrade"], Submit(Own(12, 5, 91)));
        Assert.Equal("91: 12x5", Bids);
    }

    private void Prevent(SelfTradeMode mode) => UseRules(new BookRules
    {
        SelfTrades = new SelfTradeRules { Mode = mode, Accounts = [new(mode, 0), new(mode, 7), new(mode, 7), new(mode, 8)] },
    });

    private static NewOrder Own(long id, long quantity, long price) => Limit(Side.Buy, id, quantity, price) with { Account = new AccountId(2) };
}
