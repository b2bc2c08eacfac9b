using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Book;

public sealed partial class OrderBook
{
    private const int FieldsPerOrder = 7;

    /// <summary>Writes the orders of both sides, best price first, at one price the first in the queue first.</summary>
    /// <remarks>Equal books give equal bytes, whatever their history.</remarks>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(2);
        SaveSide(Side.Buy, writer);
        SaveSide(Side.Sell, writer);
    }

    /// <summary>A book that behaves exactly like the saved one.</summary>
    /// <exception cref="InvalidDataException">The data is not a book that these rules allow.</exception>
    public static OrderBook Restore(BookRules rules, ref MessagePackReader reader)
    {
        OrderBook book = new(rules);
        reader.ReadArrayHeader(2);
        book.RestoreSide(Side.Buy, ref reader);
        book.RestoreSide(Side.Sell, ref reader);
        return book;
    }

    private void SaveSide(Side side, MessagePackWriter writer)
    {
        BookSide own = _resting.SideOf(side);
        writer.WriteArrayHeader(own.CountOrders());
        for (int index = own.BestLevel; index != 0; index = own.NextLevel(index))
        {
            for (int slot = own.Level(index).Head; slot != 0; slot = _resting[slot].Next)
            {
                SaveOrder(_resting[slot], writer);
            }
        }
    }

    private static void SaveOrder(in OrderSlot order, MessagePackWriter writer)
    {
        writer.WriteArrayHeader(FieldsPerOrder);
        writer.WriteInt64(order.Id.Value);
        writer.WriteInt64(order.Account.Value);
        writer.WriteInt64(order.Price.Ticks);
        writer.WriteInt64(order.Open.Lots);
        writer.WriteInt64((byte)order.TimeInForce);
        writer.WriteBoolean(order.PostOnly);
        writer.WriteInt64(order.ExpiresAt.Nanoseconds);
    }

    private void RestoreSide(Side side, ref MessagePackReader reader)
    {
        BookSide own = _resting.SideOf(side);
        BookSide opposite = _resting.Opposite(side);
        int count = reader.ReadArrayHeader();
        long previousRank = 0;
        for (int index = 0; index < count; index++)
        {
            NewOrder order = RestoreOrder(side, ref reader);
            ThrowIfImpossible(order, opposite);
            long rank = own.RankOf(order.Price);
            if (rank < previousRank)
            {
                throw new InvalidDataException($"Order {order.Id.Value} at {order.Price.Ticks} stands behind a worse price of its side.");
            }

            previousRank = rank;
            _resting.Add(order, order.Quantity);
        }
    }

    private static NewOrder RestoreOrder(Side side, ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(FieldsPerOrder);
        OrderId id = new(reader.ReadInt64());
        AccountId account = new(reader.ReadInt32());
        Price price = new(reader.ReadInt64());
        Quantity open = new(reader.ReadInt64());
        long timeInForce = reader.ReadInt64();
        bool postOnly = reader.ReadBoolean();
        SimulatedTime expiresAt = new(reader.ReadInt64());
        if (timeInForce is not ((long)TimeInForce.GoodTillCancel or (long)TimeInForce.GoodTillTime))
        {
            throw new InvalidDataException($"Order {id.Value} has time in force {timeInForce}; only good-till-cancel and good-till-time orders rest.");
        }

        if (timeInForce == (long)TimeInForce.GoodTillCancel && expiresAt != SimulatedTime.Never)
        {
            throw new InvalidDataException($"Order {id.Value} is good till cancelled, but expires at {expiresAt.Nanoseconds}.");
        }

        return new NewOrder(id, account, side, OrderType.Limit, (TimeInForce)timeInForce, postOnly, price, open, expiresAt);
    }

    private void ThrowIfImpossible(in NewOrder order, BookSide opposite)
    {
        EventReason reason = _checks.OfPriceAndQuantity(order.Price, order.Quantity);
        if (reason == EventReason.None && _resting.Find(order.Id) != 0)
        {
            reason = EventReason.OrderIdInUse;
        }

        if (reason != EventReason.None)
        {
            throw new InvalidDataException($"Order {order.Id.Value} of {order.Quantity.Lots} at {order.Price.Ticks} cannot rest in this book: {reason}.");
        }

        if (opposite.BestRank <= opposite.RankOf(order.Price))
        {
            throw new InvalidDataException($"Order {order.Id.Value} at {order.Price.Ticks} crosses the other side of the book.");
        }
    }
}
