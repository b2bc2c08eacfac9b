using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Book.Differential;

/// <summary>Sends the same requests to two books, and compares what happens and what is left.</summary>
/// <param name="stateEvery">Events are compared after every request, the state after every so many.</param>
internal sealed class BookComparison(BookUnderTest expected, BookUnderTest actual, int stateEvery = 1)
{
    private readonly QuantityLedger _ledger = new();
    private readonly List<RestingOrder> _expectedOrders = [];
    private readonly List<RestingOrder> _bids = [];
    private readonly List<RestingOrder> _asks = [];
    private readonly List<BookLevel> _expectedLevels = [];
    private readonly List<BookLevel> _actualLevels = [];
    private int _requests;

    /// <summary>How often each kind of event, for each reason, has happened.</summary>
    public Dictionary<(BookEventKind Kind, EventReason Reason), int> Seen { get; } = [];

    /// <returns>The first difference; null when there is none.</returns>
    public string? Apply(BookRequest request)
    {
        expected.Apply(request);
        _requests++;
        try
        {
            actual.Apply(request);
        }
        catch (Exception error)
        {
            // A difference like any other: the sequence that leads to it is to be shrunk, too.
            return $"threw {error}";
        }

        return CompareEvents() ?? CheckLedger() ?? CompareTop(request) ?? (_requests % stateEvery == 0 ? CompareState() : null);
    }

    /// <returns>The first difference between two new books that take these requests; null when there is none.</returns>
    public static string? FirstDifference(BookUnderTest expected, BookUnderTest actual, IEnumerable<BookRequest> requests)
    {
        BookComparison comparison = new(expected, actual);
        return requests.Select(comparison.Apply).FirstOrDefault(difference => difference is not null);
    }

    private string? CompareEvents()
    {
        for (int index = 0; index < Math.Max(expected.Events.Count, actual.Events.Count); index++)
        {
            BookEvent? wanted = index < expected.Events.Count ? expected.Events[index] : null;
            BookEvent? found = index < actual.Events.Count ? actual.Events[index] : null;
            if (wanted != found)
            {
                return $"event {index}: expected {wanted?.ToString() ?? "none"}, found {found?.ToString() ?? "none"}";
            }
        }

        return null;
    }

    private string? CheckLedger()
    {
        foreach (BookEvent happened in actual.Events)
        {
            Seen[(happened.Kind, happened.Reason)] = Seen.GetValueOrDefault((happened.Kind, happened.Reason)) + 1;
            if (_ledger.Take(happened) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private string? CompareTop(BookRequest request) =>
        Difference("order count", expected.OrderCount, actual.OrderCount)
        ?? Difference("best bid", expected.BestBid, actual.BestBid)
        ?? Difference("best ask", expected.BestAsk, actual.BestAsk)
        ?? Difference("best bid quantity", expected.BestBidQuantity, actual.BestBidQuantity)
        ?? Difference("best ask quantity", expected.BestAskQuantity, actual.BestAskQuantity)
        ?? Difference("next expiry", expected.NextExpiry, actual.NextExpiry)
        ?? Difference("order", expected.Find(request.Order.Id), actual.Find(request.Order.Id));

    private string? CompareState() =>
        CompareSide(Side.Buy, _bids) ?? CompareSide(Side.Sell, _asks) ?? _ledger.Compare(_bids, _asks);

    private string? CompareSide(Side side, List<RestingOrder> actualOrders)
    {
        expected.CopyOrders(side, _expectedOrders);
        actual.CopyOrders(side, actualOrders);
        if (!_expectedOrders.SequenceEqual(actualOrders))
        {
            return $"{side} orders: expected {EventText.Of(_expectedOrders)}, found {EventText.Of(actualOrders)}";
        }

        expected.CopyLevels(side, _expectedLevels);
        actual.CopyLevels(side, _actualLevels);
        return _expectedLevels.SequenceEqual(_actualLevels)
            ? null
            : $"{side} levels: expected {string.Join(' ', _expectedLevels)}, found {string.Join(' ', _actualLevels)}";
    }

    private static string? Difference<T>(string what, T wanted, T found) =>
        EqualityComparer<T>.Default.Equals(wanted, found) ? null : $"{what}: expected {wanted?.ToString() ?? "none"}, found {found?.ToString() ?? "none"}";
}
