using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Book;

/// <summary>The serialised form of a book: the resting orders of both sides in the order of their queues.</summary>
internal static class OrderBookState
{
    private const int FieldsPerOrder = 7;

    public static void Save(RestingOrders resting, MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        SaveSide(resting, Side.Buy, writer);
        SaveSide(resting, Side.Sell, writer);
    }

    /// <param name="resting">Empty so far.</param>
    /// <exception cref="InvalidDataException">The data is not a book that the rules behind <paramref name="checks"/> allow.</exception>
    public static void Restore(RestingOrders resting, OrderChecks checks, ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        RestoreSide(resting, checks, Side.Buy, ref reader);
        RestoreSide(resting, checks, Side.Sell, ref reader);
    }

    private static void SaveSide(RestingOrders resting, Side side, MessagePackWriter writer)
    {
        BookSide own = resting.SideOf(side);
        writer.WriteArrayHeader(own.CountOrders());
        for (int index = own.BestLevel; index != 0; index = own.NextLevel(index))
        {
            for (int slot = own.Level(index).Head; slot != 0; slot = resting[slot].Next)
            {
                SaveOrder(resting[slot], writer);
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

    private static void RestoreSide(RestingOrders resting, OrderChecks checks, Side side, ref MessagePackReader reader)
    {
        BookSide own = resting.SideOf(side);
        BookSide opposite = resting.Opposite(side);
        int count = reader.ReadArrayHeader();
        long previousRank = 0;
        for (int index = 0; index < count; index++)
        {
            NewOrder order = RestoreOrder(side, ref reader);
            ThrowIfImpossible(resting, checks, order, opposite);
            long rank = own.RankOf(order.Price);
            if (rank < previousRank)
            {
                throw new InvalidDataException($"Order {order.Id.Value} at {order.Price.Ticks} stands behind a worse price of its side.");
            }

            previousRank = rank;
            resting.Add(order, order.Quantity);
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

    private static void ThrowIfImpossible(RestingOrders resting, OrderChecks checks, in NewOrder order, BookSide opposite)
    {
        EventReason reason = checks.OfPriceAndQuantity(order.Price, order.Quantity);
        if (reason == EventReason.None && resting.Find(order.Id) != 0)
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
