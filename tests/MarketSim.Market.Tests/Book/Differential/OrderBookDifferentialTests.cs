using MarketSim.Market.Book;
using MarketSim.Market.Tests.Book.Naive;

namespace MarketSim.Market.Tests.Book.Differential;

/// <summary>The product's book against the naive one: same requests, same events, same state. MARKETSIM_LONG=1 makes the runs twenty times as long.</summary>
public sealed class OrderBookDifferentialTests
{
    private static readonly int LengthFactor = LongTests.AreAskedFor ? 20 : 1;

    [Fact]
    public void Book_equals_naive_book_within_a_few_ticks() => AssertEqualBooks(PriceRegime.Tight, 800_000);

    [Fact]
    public void Book_equals_naive_book_over_prices_of_any_magnitude() => AssertEqualBooks(PriceRegime.Sparse, 600_000);

    [Fact]
    public void Book_equals_naive_book_while_prices_drift_over_millions_of_ticks() => AssertEqualBooks(PriceRegime.Drifting, 600_000);

    [Fact]
    public void Book_equals_naive_book_with_thousands_of_orders() => AssertEqualBooks(PriceRegime.Deep, 100_000, stateEvery: 100);

    [Fact]
    public void Random_requests_reach_every_event_and_every_reason()
    {
        Dictionary<(BookEventKind Kind, EventReason Reason), int> seen = [];
        foreach (PriceRegime regime in new[] { PriceRegime.Tight, PriceRegime.Sparse })
        {
            DifferentialRun.FindDifference(regime, 77, 20_000, rules => new NaiveOrderBook(rules), rules => new FastBook(rules), seen: seen);
        }

        EventReason[] refusals = seen.Keys.Where(what => what.Kind == BookEventKind.Refused).Select(what => what.Reason).Order().ToArray();
        Assert.Equal(Enumerable.Range(1, 14).Select(number => (EventReason)number).Where(reason => reason != EventReason.MarketClosed), refusals);
        Assert.Equal(Enum.GetValues<BookEventKind>(), seen.Keys.Select(what => what.Kind).Distinct().Order());
        Assert.All(seen, what => Assert.True(what.Value > 20, $"{what.Key} happened {what.Value} times."));
    }

    [Fact]
    public void Book_that_keeps_priority_on_amend_up_is_caught_with_a_sequence_of_three_requests()
    {
        string report = Caught(rules => new BookThatKeepsPriorityOnAmendUp(rules));

        // Two orders of one price, the first amended up: three requests, and what they show is the wrong queue.
        Assert.Equal(3, RequestLines(report));
        Assert.Contains("orders: expected", report, StringComparison.Ordinal);
        Assert.Contains("BookRequest.Amend(", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Book_that_expires_too_late_is_caught_with_a_sequence_of_two_requests()
    {
        string report = Caught(rules => new BookThatExpiresTooLate(rules));

        Assert.Equal(2, RequestLines(report));
        Assert.Contains("Kind = Expired", report, StringComparison.Ordinal);
        Assert.Contains("TimeInForce.GoodTillTime", report, StringComparison.Ordinal);
    }

    private static void AssertEqualBooks(PriceRegime regime, int requests, int stateEvery = 1)
    {
        string? difference = DifferentialRun.FindDifference(
            regime, 1, requests * LengthFactor, rules => new NaiveOrderBook(rules), rules => new FastBook(rules), stateEvery);
        Assert.True(difference is null, difference);
    }

    private static string Caught(Func<BookRules, BookUnderTest> broken)
    {
        string? report = DifferentialRun.FindDifference(PriceRegime.Tight, 5, 50_000, rules => new NaiveOrderBook(rules), broken);
        Assert.NotNull(report);
        return report;
    }

    private static int RequestLines(string report) => report.Split('\n').Count(line => line.StartsWith("BookRequest.", StringComparison.Ordinal));
}
