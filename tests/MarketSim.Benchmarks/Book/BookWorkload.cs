using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Benchmarks.Book;

/// <summary>A stream of requests, made before the clock starts: 50 % new orders, of which 15 % immediate-or-cancel, 41 % cancellations, 9 % amendments.</summary>
/// <remarks>Every cancellation and amendment names an order that rests when its turn comes, any of them with equal probability.</remarks>
internal sealed class BookWorkload
{
    private readonly BookMessage[] _opening;
    private readonly BookMessage[] _messages;

    private BookWorkload(BookMessage[] opening, BookMessage[] messages)
    {
        _opening = opening;
        _messages = messages;
    }

    /// <summary>Messages that <see cref="Run"/> sends.</summary>
    public int MessageCount => _messages.Length;

    public static BookRules Rules { get; } = new();

    /// <summary>About 200 resting orders on some 30 price levels, around a middle that wanders a little.</summary>
    public static BookWorkload Shallow(int messages, ulong seed) =>
        new BookWorkloadGenerator(seed, restingOrders: 200, middle: 50_000, ticksPerMessage: 0, spread: 16).Generate(messages);

    /// <summary>About 18,000 resting orders on some 2,000 price levels.</summary>
    public static BookWorkload Deep(int messages, ulong seed) =>
        new BookWorkloadGenerator(seed, restingOrders: 18_000, middle: 50_000, ticksPerMessage: 0, spread: 1_000).Generate(messages);

    /// <summary>About 200 resting orders, each on a separate level, around a middle that climbs from 100 by 5 ticks a message: to 10,000,000 ticks with 2 million messages.</summary>
    public static BookWorkload Drifting(int messages, ulong seed) =>
        new BookWorkloadGenerator(seed, restingOrders: 200, middle: 100, ticksPerMessage: 5, spread: 20_000).Generate(messages);

    /// <summary>A book with the orders that rest before the first message.</summary>
    public OrderBook OpenBook()
    {
        OrderBook book = new(Rules);
        DiscardingSink sink = default;
        Send(_opening, book, ref sink);
        return book;
    }

    /// <summary>Sends all messages to a book made by <see cref="OpenBook"/>.</summary>
    public void Run<TSink>(OrderBook book, ref TSink sink)
        where TSink : struct, IBookEventSink => Send(_messages, book, ref sink);

    internal static BookWorkload Of(List<BookMessage> opening, List<BookMessage> messages) => new([.. opening], [.. messages]);

    internal static void Send<TSink>(ReadOnlySpan<BookMessage> messages, OrderBook book, ref TSink sink)
        where TSink : struct, IBookEventSink
    {
        foreach (ref readonly BookMessage message in messages)
        {
            ref readonly NewOrder order = ref message.Order;
            switch (message.Kind)
            {
                case BookMessageKind.Submit:
                    book.Submit(order, message.Time, ref sink);
                    break;
                case BookMessageKind.Cancel:
                    book.Cancel(order.Id, order.Account, message.Time, ref sink);
                    break;
                default:
                    book.Amend(order.Id, order.Account, order.Price, order.Quantity, message.Time, ref sink);
                    break;
            }
        }
    }

    private readonly struct DiscardingSink : IBookEventSink
    {
        public void OnEvent(in BookEvent bookEvent)
        {
        }
    }
}

internal enum BookMessageKind
{
    Submit,
    Cancel,
    Amend,
}

/// <summary>The order of a request: of a cancellation, only id and account count; of an amendment, price and quantity too.</summary>
// Fields, not properties, so that the order is passed on by reference.
internal readonly struct BookMessage(BookMessageKind kind, SimulatedTime time, NewOrder order)
{
    public readonly BookMessageKind Kind = kind;
    public readonly SimulatedTime Time = time;
    public readonly NewOrder Order = order;
}

/// <summary>Takes every event by copying it into a ring, as a venue does that hands them on.</summary>
internal struct RecordingSink(BookEvent[] ring) : IBookEventSink
{
    /// <summary>Events taken.</summary>
    public long Count { get; private set; }

    public long Trades { get; private set; }

    public void OnEvent(in BookEvent bookEvent)
    {
        ring[(int)Count & (ring.Length - 1)] = bookEvent;
        Count++;
        if (bookEvent.Kind == BookEventKind.Traded)
        {
            Trades++;
        }
    }
}
