using MarketSim.Market.Book;
using MarketSim.Market.Tests.Book.Naive;

namespace MarketSim.Market.Tests.Book.Suite;

public sealed class OrderBookTests : OrderBookSuite
{
    private protected override BookUnderTest CreateBook(BookRules rules) => new FastBook(rules);
}

public sealed class NaiveOrderBookTests : OrderBookSuite
{
    private protected override BookUnderTest CreateBook(BookRules rules) => new NaiveOrderBook(rules);
}
