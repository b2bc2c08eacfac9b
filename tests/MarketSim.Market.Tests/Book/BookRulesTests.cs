using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Book;

public sealed class BookRulesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Value_below_one_is_refused_by_name(long value)
    {
        Assert.Equal("PriceIncrement", Assert.Throws<ArgumentOutOfRangeException>(() => new BookRules { PriceIncrement = value }).ParamName);
        Assert.Equal("QuantityIncrement", Assert.Throws<ArgumentOutOfRangeException>(() => new BookRules { QuantityIncrement = value }).ParamName);
        Assert.Equal("MaximumPrice", Assert.Throws<ArgumentOutOfRangeException>(() => new BookRules { MaximumPrice = new Price(value) }).ParamName);
        Assert.Equal("MaximumQuantity", Assert.Throws<ArgumentOutOfRangeException>(() => new BookRules { MaximumQuantity = new Quantity(value) }).ParamName);
    }

    [Fact]
    public void Quantity_whose_sums_could_overflow_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BookRules { MaximumQuantity = new Quantity(1L << 32) });
        Assert.Equal(uint.MaxValue, new BookRules { MaximumQuantity = new Quantity(uint.MaxValue) }.MaximumQuantity.Lots);
    }

    [Fact]
    public void Book_refuses_rules_that_contradict_each_other()
    {
        Assert.Throws<ArgumentException>("rules", () => new OrderBook(new BookRules { PriceIncrement = 11, MaximumPrice = new Price(10) }));
        Assert.Throws<ArgumentException>("rules", () => new OrderBook(new BookRules { QuantityIncrement = 11, MaximumQuantity = new Quantity(10) }));
        ArgumentException overflow = Assert.Throws<ArgumentException>(
            "rules", () => new OrderBook(new BookRules { MaximumPrice = new Price(long.MaxValue / 10 + 1), MaximumQuantity = new Quantity(10) }));
        Assert.Contains("922337203685477581 times MaximumQuantity 10", overflow.Message, StringComparison.Ordinal);
    }
}
