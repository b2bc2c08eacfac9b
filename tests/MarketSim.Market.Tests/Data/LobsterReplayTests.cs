using MarketSim.Market.Book;
using MarketSim.Market.Data;
using MarketSim.Market.Orders;
using MarketSim.Market.Tests.Book;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Data;

/// <summary>The order book against a real one: each message of a LOBSTER day, sent to a book that holds the row before it, gives the row after it.</summary>
public sealed class LobsterReplayTests
{
    private const string MessageFile = "lobster/AAPL_2012-06-21_34200000_57600000_message_10.csv";
    private const string SnapshotFile = "lobster/AAPL_2012-06-21_34200000_57600000_orderbook_10.csv";

    // A message may take the tenth level away, and the file does not say what comes after it.
    private const int SureLevels = 9;

    private static readonly AccountId Resting = new(1);
    private static readonly AccountId Aggressor = new(2);
    private static readonly OrderId Incoming = new(-1);

    [SharedDataFact(SnapshotFile)]
    public void Every_message_turns_the_row_before_into_the_row_after()
    {
        IReadOnlyList<LobsterMessage> messages = [.. LobsterFile.ReadMessages(SharedDataFactAttribute.Require(MessageFile))];
        IReadOnlyList<LobsterSnapshot> rows = [.. LobsterFile.ReadSnapshots(SharedDataFactAttribute.Require(SnapshotFile))];
        Assert.Equal(999, messages.Count);
        Assert.Equal(999, rows.Count);

        for (int index = 1; index < rows.Count; index++)
        {
            OrderBook book = Open(rows[index - 1]);
            CountingSink sink = default;
            Send(book, messages[index], ref sink);

            Assert.Equal(rows[index].Bids.Take(SureLevels), Levels(book, Side.Buy));
            Assert.Equal(rows[index].Asks.Take(SureLevels), Levels(book, Side.Sell));
        }
    }

    // One order per level: the file does not tell how many there are.
    private static OrderBook Open(LobsterSnapshot snapshot)
    {
        OrderBook book = new(new BookRules());
        CountingSink sink = default;
        foreach (LobsterLevel level in snapshot.Bids)
        {
            book.Submit(Order(IdAt(level.Price), Resting, Side.Buy, level.Price, level.Quantity), default, ref sink);
        }

        foreach (LobsterLevel level in snapshot.Asks)
        {
            book.Submit(Order(IdAt(level.Price), Resting, Side.Sell, level.Price, level.Quantity), default, ref sink);
        }

        return book;
    }

    private static void Send(OrderBook book, LobsterMessage message, ref CountingSink sink)
    {
        switch (message.Type)
        {
            case LobsterMessageType.Submission:
                book.Submit(Order(Incoming, Resting, message.Side, message.Price, message.Size), message.Time, ref sink);
                break;
            case LobsterMessageType.PartialCancellation or LobsterMessageType.Deletion:
                Withdraw(book, message, ref sink);
                break;
            case LobsterMessageType.Execution:
                Side aggressor = message.Side == Side.Buy ? Side.Sell : Side.Buy;
                NewOrder order = Order(Incoming, Aggressor, aggressor, message.Price, message.Size) with { TimeInForce = TimeInForce.FillOrKill };
                book.Submit(order, message.Time, ref sink);
                break;
        }
    }

    private static void Withdraw(OrderBook book, LobsterMessage message, ref CountingSink sink)
    {
        if (!book.TryGetOrder(IdAt(message.Price), out RestingOrder level))
        {
            return; // Beyond the tenth level.
        }

        Quantity left = level.OpenQuantity - message.Size;
        if (left > Quantity.Zero)
        {
            book.Amend(level.Id, Resting, level.Price, left, message.Time, ref sink);
        }
        else
        {
            book.Cancel(level.Id, Resting, message.Time, ref sink);
        }
    }

    private static IEnumerable<LobsterLevel> Levels(OrderBook book, Side side)
    {
        BookLevel[] levels = new BookLevel[SureLevels];
        int count = book.CopyLevels(side, levels);
        return levels.Take(count).Select(level => new LobsterLevel(level.Price, level.Quantity));
    }

    private static OrderId IdAt(Price price) => new(price.Ticks);

    private static NewOrder Order(OrderId id, AccountId account, Side side, Price price, Quantity quantity) =>
        new(id, account, side, OrderType.Limit, TimeInForce.GoodTillCancel, false, price, quantity, SimulatedTime.Never);
}
