using CsCheck;
using MarketSim.Market.Book;
using MarketSim.Market.Tests.Book.Naive;

namespace MarketSim.Market.Tests.Book.Differential;

/// <summary>
/// Short sequences to the product's book and the naive one, other ones each time; what differs is shrunk to few requests with small numbers, and named with the
/// seed that repeats it. MARKETSIM_LONG=1 tries forty times as many. The long streams of <see cref="OrderBookDifferentialTests"/> are the same each time.
/// </summary>
public sealed class OrderBookPropertyTests
{
    private static readonly long Tries = LongTests.AreAskedFor ? 400_000 : 10_000;

    [Fact]
    public void Short_sequences_leave_both_books_alike() => Sample(BookRequestGen.Rules, static rules => new FastBook(rules), Tries);

    [Theory]
    [InlineData(SelfTradeMode.CancelOldest)]
    [InlineData(SelfTradeMode.CancelNewest)]
    [InlineData(SelfTradeMode.Decrement)]
    public void Short_sequences_leave_both_books_alike_where_owners_do_not_trade_with_themselves(SelfTradeMode mode)
    {
        BookRules rules = BookRequestGen.Rules with { SelfTrades = new SelfTradeRules { Mode = mode, Accounts = [new(mode, 1), new(mode, 1), new(mode, 2), new(mode, 3)] } };
        Sample(rules, static rules => new FastBook(rules), Tries);
    }

    [Fact]
    public void Book_that_keeps_priority_on_amend_up_is_found() => AssertFound(static rules => new BookThatKeepsPriorityOnAmendUp(rules), "BookRequest.Amend(");

    [Fact]
    public void Book_that_expires_too_late_is_found() => AssertFound(static rules => new BookThatExpiresTooLate(rules), "TimeInForce.GoodTillTime");

    private static void AssertFound(Func<BookRules, BookUnderTest> broken, string request)
    {
        CsCheckException found = Assert.Throws<CsCheckException>(() => Sample(BookRequestGen.Rules, broken, 1_000_000));

        // Of up to forty requests two or three suffice; shrinking goes by chance, and comes close.
        Assert.Contains(request, found.Message, StringComparison.Ordinal);
        Assert.InRange(found.Message.Split("BookRequest.").Length - 1, 2, 15);
    }

    private static void Sample(BookRules rules, Func<BookRules, BookUnderTest> book, long tries) => BookRequestGen.Sequences.Sample(
        requests => BookComparison.FirstDifference(new NaiveOrderBook(rules), book(rules), requests) is null, iter: tries, threads: 1, print: Text);

    private static string Text(BookRequest[] requests) => string.Join('\n', requests.Select(static request => request.ToString()));
}
