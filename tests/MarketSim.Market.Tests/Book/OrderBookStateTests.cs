using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Tests.Book;

public sealed class OrderBookStateTests
{
    private static readonly BookRules Rules = new() { MaximumPrice = new Price(1_000), MaximumQuantity = new Quantity(100) };

    [Fact]
    public void Equal_books_save_equal_bytes_whatever_their_history()
    {
        OrderBook straight = new(Rules);
        Send(
            straight,
            BookRequest.Submit(Order(Side.Sell, 1, 101), 0),
            BookRequest.Submit(Order(Side.Sell, 2, 101), 0),
            BookRequest.Submit(Order(Side.Buy, 3, 99), 0));

        OrderBook roundabout = new(Rules);
        Send(
            roundabout,
            BookRequest.Submit(Order(Side.Buy, 3, 98), 0),
            BookRequest.Submit(Order(Side.Sell, 7, 300), 0),
            BookRequest.Submit(Order(Side.Sell, 2, 101), 0),
            BookRequest.Submit(Order(Side.Sell, 1, 101), 0),
            BookRequest.Amend(3, 3, 99, 10, 0),
            BookRequest.Cancel(7, 7, 0),
            BookRequest.Amend(2, 2, 500, 10, 0),
            BookRequest.Amend(2, 2, 101, 10, 0));

        Assert.Equal(Save(straight), Save(roundabout));
    }

    [Fact]
    public void Queue_order_is_part_of_the_saved_state()
    {
        OrderBook oneFirst = new(Rules);
        Send(oneFirst, BookRequest.Submit(Order(Side.Sell, 1, 101), 0), BookRequest.Submit(Order(Side.Sell, 2, 101), 0));
        OrderBook twoFirst = new(Rules);
        Send(twoFirst, BookRequest.Submit(Order(Side.Sell, 2, 101), 0), BookRequest.Submit(Order(Side.Sell, 1, 101), 0));

        Assert.NotEqual(Save(oneFirst), Save(twoFirst));
    }

    [Fact]
    public void Restored_book_saves_the_same_bytes_and_expires_the_same_orders()
    {
        OrderBook book = new(Rules);
        NewOrder expiring = Order(Side.Buy, 3, 99) with { TimeInForce = TimeInForce.GoodTillTime, ExpiresAt = new SimulatedTime(50), PostOnly = true };
        Send(book, BookRequest.Submit(Order(Side.Sell, 1, 101), 0), BookRequest.Submit(expiring, 0));

        byte[] saved = Save(book);
        MessagePackReader reader = new(saved);
        OrderBook restored = OrderBook.Restore(Rules, ref reader);

        Assert.True(reader.End);
        Assert.Equal(saved, Save(restored));
        Assert.Equal(new SimulatedTime(50), restored.NextExpiry);
        Assert.True(restored.TryGetOrder(new OrderId(3), out RestingOrder order));
        Assert.True(order.PostOnly);
    }

    [Fact]
    public void Saved_book_has_the_documented_layout()
    {
        OrderBook book = new(Rules);
        Send(book, BookRequest.Submit(Order(Side.Sell, 1, 101), 0));

        byte[] noBids = [0x92, 0x90];
        byte[] oneAsk = [0x91, 0x97, 1, 1, 101, 10, 0, 0xC2, 0xCF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        Assert.Equal([.. noBids, .. oneAsk], Save(book));
    }

    public static TheoryData<string, long[][], long[][]> ImpossibleBooks => new()
    {
        { "cannot rest in this book: PriceOutOfRange", [[1, 1, 1_001, 10, 0, 0, long.MaxValue]], [] },
        { "cannot rest in this book: QuantityNotPositive", [[1, 1, 100, 0, 0, 0, long.MaxValue]], [] },
        { "cannot rest in this book: OrderIdInUse", [[1, 1, 100, 10, 0, 0, long.MaxValue]], [[1, 1, 101, 10, 0, 0, long.MaxValue]] },
        { "crosses the other side", [[1, 1, 100, 10, 0, 0, long.MaxValue]], [[2, 1, 100, 10, 0, 0, long.MaxValue]] },
        { "stands behind a worse price", [[1, 1, 100, 10, 0, 0, long.MaxValue], [2, 1, 101, 10, 0, 0, long.MaxValue]], [] },
        { "time in force 1", [[1, 1, 100, 10, 1, 0, long.MaxValue]], [] },
        { "but expires at 7", [[1, 1, 100, 10, 0, 0, 7]], [] },
    };

    [Theory]
    [MemberData(nameof(ImpossibleBooks))]
    public void Impossible_book_is_refused(string complaint, long[][] bids, long[][] asks)
    {
        MessagePackWriter writer = new();
        writer.WriteArrayHeader(2);
        Write(bids, writer);
        Write(asks, writer);

        InvalidDataException error = Assert.Throws<InvalidDataException>(() =>
        {
            MessagePackReader reader = new(writer.Written);
            OrderBook.Restore(Rules, ref reader);
        });
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    private static void Write(long[][] orders, MessagePackWriter writer)
    {
        writer.WriteArrayHeader(orders.Length);
        foreach (long[] fields in orders)
        {
            writer.WriteArrayHeader(fields.Length);
            for (int index = 0; index < fields.Length; index++)
            {
                if (index == 5)
                {
                    writer.WriteBoolean(fields[index] != 0);
                }
                else
                {
                    writer.WriteInt64(fields[index]);
                }
            }
        }
    }

    private static NewOrder Order(Side side, long id, long price) => new(
        new OrderId(id), new AccountId((int)id), side, OrderType.Limit, TimeInForce.GoodTillCancel, false, new Price(price), new Quantity(10), default);

    private static byte[] Save(OrderBook book)
    {
        MessagePackWriter writer = new();
        book.Save(writer);
        return writer.Written.ToArray();
    }

    private static void Send(OrderBook book, params BookRequest[] requests)
    {
        CountingSink sink = default;
        foreach (BookRequest request in requests)
        {
            RequestSender.Send(book, request, ref sink);
        }
    }
}
