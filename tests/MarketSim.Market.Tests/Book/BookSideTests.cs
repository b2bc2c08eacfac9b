using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Book;

public sealed class BookSideTests
{
    private readonly OrderPool _pool = new();

    [Theory]
    [InlineData(Side.Buy, 1_000, 0)]
    [InlineData(Side.Buy, 1, 999)]
    [InlineData(Side.Sell, 1, 0)]
    [InlineData(Side.Sell, 1_000, 999)]
    public void Rank_zero_is_the_best_price_there_can_be(Side side, long price, long rank)
    {
        BookSide own = new(side, new Price(1_000), _pool);

        Assert.Equal(rank, own.RankOf(new Price(price)));
        Assert.Equal(new Price(price), own.PriceOf(rank));
    }

    [Fact]
    public void Empty_side_is_worse_than_any_limit()
    {
        BookSide asks = new(Side.Sell, new Price(1_000), _pool);

        Assert.True(asks.BestRank > BookSide.AnyRank);
        Assert.False(asks.CanFill(new Quantity(1), BookSide.AnyRank));
        Assert.Equal(0, asks.BestLevel);
    }

    [Fact]
    public void Quantity_can_be_filled_from_the_levels_up_to_the_limit_alone()
    {
        BookSide asks = new(Side.Sell, new Price(1_000), _pool);
        asks.Append(Order(100, 5));
        asks.Append(Order(100, 5));
        asks.Append(Order(300, 7));

        Assert.True(asks.CanFill(new Quantity(10), asks.RankOf(new Price(299))));
        Assert.False(asks.CanFill(new Quantity(11), asks.RankOf(new Price(299))));
        Assert.True(asks.CanFill(new Quantity(17), asks.RankOf(new Price(300))));
        Assert.False(asks.CanFill(new Quantity(18), BookSide.AnyRank));
    }

    [Fact]
    public void Level_that_loses_its_last_order_is_gone_and_serves_another_price()
    {
        BookSide bids = new(Side.Buy, new Price(1_000), _pool);
        int order = Order(100, 5);
        bids.Append(order);
        int level = bids.BestLevel;

        bids.Unlink(order);
        Assert.Equal(0, bids.BestLevel);
        bids.Append(Order(70, 3));
        Assert.Equal(level, bids.BestLevel);
        Assert.Equal(new Price(70), bids.PriceOf(bids.BestRank));
        Assert.Equal(1, bids.Level(level).Orders);
        Assert.Equal(new Quantity(3), bids.Level(level).Quantity);
    }

    private int Order(long price, long quantity)
    {
        int slot = _pool.Rent();
        _pool[slot] = new OrderSlot { Price = new Price(price), Open = new Quantity(quantity) };
        return slot;
    }
}
