using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>
/// News as an array of arrays: [shape, time, account, order, price, quantity, remaining, fee, reason]. Time, account and price are differences to the
/// element before, the order is what its id is beyond (account, 0). Left out from the end: no reason, a fee of 0, a remaining quantity of 0.
/// </summary>
internal static class EventsElement
{
    private const int FewestFields = 6;
    private const int WithRemaining = 7;
    private const int WithFee = 8;
    private const int WithReason = 9;
    private const int LeastBytes = 1 + FewestFields;

    /// <exception cref="ArgumentException">An event has a kind, reason, request or side that is not defined.</exception>
    public static void Write(MessagePackWriter writer, ReadOnlySpan<AccountEvent> events)
    {
        writer.WriteArrayHeader(events.Length);
        long time = 0;
        int account = 0;
        long price = 0;
        foreach (ref readonly AccountEvent news in events)
        {
            int count = CountOf(news);
            writer.WriteArrayHeader(count);
            writer.WriteInt64(ShapeOf(news));
            writer.WriteInt64(unchecked(news.Time.Nanoseconds - time));
            writer.WriteInt64(unchecked(news.Account.Value - account));
            writer.WriteInt64(unchecked(news.Order.Value - OrderId.Of(news.Account, 0).Value));
            writer.WriteInt64(unchecked(news.Price.Ticks - price));
            writer.WriteInt64(news.Quantity.Lots);
            time = news.Time.Nanoseconds;
            account = news.Account.Value;
            price = news.Price.Ticks;
            if (count >= WithRemaining)
            {
                writer.WriteInt64(news.Remaining.Lots);
            }

            if (count >= WithFee)
            {
                writer.WriteInt64(news.Fee);
            }

            if (count == WithReason)
            {
                writer.WriteInt64((byte)news.Reason);
            }
        }
    }

    public static List<AccountEvent> Read(ref MessagePackReader reader)
    {
        int length = BoundedArray.ReadHeader(ref reader, LeastBytes);
        var events = new List<AccountEvent>(length);
        CollectionsMarshal.SetCount(events, length);
        long time = 0;
        int account = 0;
        long price = 0;
        foreach (ref AccountEvent news in CollectionsMarshal.AsSpan(events))
        {
            int count = BoundedArray.ReadHeader(ref reader, FewestFields, WithReason);
            long shape = ReadShape(ref reader);
            time = unchecked(time + reader.ReadInt64());
            account = unchecked(account + reader.ReadInt32());
            long order = unchecked(OrderId.Of(new AccountId(account), 0).Value + reader.ReadInt64());
            price = unchecked(price + reader.ReadInt64());
            long quantity = reader.ReadInt64();
            long remaining = count >= WithRemaining ? reader.ReadInt64() : 0;
            long fee = count >= WithFee ? reader.ReadInt64() : 0;
            news = new AccountEvent(
                new AccountId(account),
                (AccountEventKind)(shape & 7),
                count == WithReason ? ReadReason(ref reader) : EventReason.None,
                (RequestKind)((shape >> 3) & 3),
                (Side)((shape >> 5) & 1),
                (shape >> 6) != 0,
                new SimulatedTime(time),
                new OrderId(order),
                new Price(price),
                new Quantity(quantity),
                new Quantity(remaining),
                fee);
        }

        return events;
    }

    private static int CountOf(in AccountEvent news)
    {
        if (news.Reason != EventReason.None)
        {
            return WithReason;
        }

        if (news.Fee != 0)
        {
            return WithFee;
        }

        return news.Remaining.Lots != 0 ? WithRemaining : FewestFields;
    }

    /// <summary>Kind in bits 0 to 2, request in 3 and 4 (0 is none), side in 5, aggressor in 6: always one byte.</summary>
    private static long ShapeOf(in AccountEvent news)
    {
        int kind = (int)news.Kind;
        int request = (int)news.Request;
        int side = (int)news.Side;
        if (kind is < 1 or > 5 || request > 3 || side > 1 || !IsDefined((byte)news.Reason))
        {
            ThrowUndefined(news);
        }

        return kind | (request << 3) | (side << 5) | (news.IsAggressor ? 1 << 6 : 0);
    }

    private static long ReadShape(ref MessagePackReader reader)
    {
        long shape = reader.ReadInt64();
        if (shape is < 0 or > 127 || (shape & 7) is < 1 or > 5)
        {
            ThrowFound(reader.Position, "the shape of an event", shape);
        }

        return shape;
    }

    private static EventReason ReadReason(ref MessagePackReader reader)
    {
        long reason = reader.ReadInt64();
        if (!IsDefined(reason))
        {
            ThrowFound(reader.Position, "the reason of an event", reason);
        }

        return (EventReason)reason;
    }

    private static bool IsDefined(long reason) =>
        reason is (>= (long)EventReason.None and <= (long)EventReason.QuantityTooLarge) or (long)EventReason.Requested or (long)EventReason.Residual;

    [DoesNotReturn]
    private static void ThrowUndefined(in AccountEvent news) =>
        throw new ArgumentException($"News for account {news.Account.Value} have a kind, reason, request or side that is not defined: {news}.", nameof(news));

    [DoesNotReturn]
    private static void ThrowFound(int end, string expected, long found) =>
        throw new InvalidDataException($"Before byte {end}: expected {expected}, found {found}.");
}
