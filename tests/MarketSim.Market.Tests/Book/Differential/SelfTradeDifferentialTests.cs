using MarketSim.Market.Book;
using MarketSim.Market.Tests.Book.Naive;

namespace MarketSim.Market.Tests.Book.Differential;

/// <summary>The product's book against the naive one under every mode of self-trade prevention. MARKETSIM_LONG=1 makes a million requests of each run.</summary>
public sealed class SelfTradeDifferentialTests
{
    private static readonly int Requests = LongTests.AreAskedFor ? 1_000_000 : 60_000;

    public static TheoryData<SelfTradeMode> Modes => [.. Enum.GetValues<SelfTradeMode>()];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Book_equals_naive_book_under_one_mode_for_all(SelfTradeMode mode) => AssertEqualBooks(PriceRegime.Tight.WithSelfTrades(mode));

    [Fact]
    public void Book_equals_naive_book_where_each_account_has_a_mode_of_its_own() =>
        AssertEqualBooks(PriceRegime.Sparse.WithSelfTrades(Enum.GetValues<SelfTradeMode>()));

    [Theory]
    [MemberData(nameof(Modes))]
    public void Random_requests_meet_orders_of_their_owner(SelfTradeMode mode)
    {
        Dictionary<(BookEventKind Kind, EventReason Reason), int> seen = [];
        DifferentialRun.FindDifference(PriceRegime.Tight.WithSelfTrades(mode), 77, 20_000, rules => new NaiveOrderBook(rules), rules => new FastBook(rules), seen: seen);

        int prevented = seen.GetValueOrDefault((BookEventKind.Cancelled, EventReason.SelfTrade));
        Assert.True(mode == SelfTradeMode.Allow ? prevented == 0 : prevented > 500, $"{prevented} times.");
    }

    [Fact]
    public void Book_that_cancels_the_wrong_order_is_caught_with_a_sequence_of_two_requests()
    {
        string? report = DifferentialRun.FindDifference(
            PriceRegime.Tight.WithSelfTrades(SelfTradeMode.CancelNewest), 5, 50_000, rules => new NaiveOrderBook(rules), rules => new BookThatCancelsTheWrongOrder(rules));

        Assert.NotNull(report);
        Assert.Equal(2, report.Split('\n').Count(line => line.StartsWith("BookRequest.", StringComparison.Ordinal)));
    }

    private static void AssertEqualBooks(PriceRegime regime)
    {
        string? difference = DifferentialRun.FindDifference(regime, 1, Requests, rules => new NaiveOrderBook(rules), rules => new FastBook(rules), stateEvery: 4);
        Assert.True(difference is null, difference);
    }
}
