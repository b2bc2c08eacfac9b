using System.Diagnostics.CodeAnalysis;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>
/// Account events as an array of arrays: [shape, time, account, order, price, quantity, remaining, fee, reason]. Time, account and price are differences to the
/// element before, the order is what its id is beyond (account, 0). Left out from the end: no reason, a fee of 0, a remaining quantity of 0.
/// </summary>
internal static class EventsElement
{
    private const int MinFields = 6;
    private const int WithRemaining = 7;
    private const int WithFee = 8;
    private const int WithReason = 9;
    private const int MinBytes = 1 + MinFields;

    /// <exception cref="ArgumentException">An event has a kind, reason, request or side that is not defined.</exception>
    public static void Write(MessagePackWriter writer, ReadOnlySpan<AccountEvent> events)
    {
        writer.WriteArrayHeader(events.Length);
        Before before = default;
        foreach (ref readonly AccountEvent accountEvent in events)
        {
            Write(writer, accountEvent, ref before);
        }
    }

    public static AccountEvent[] Read(ref MessagePackReader reader)
    {
        int length = BoundedArray.ReadHeader(ref reader, MinBytes);
        AccountEvent[] events = length == 0 ? [] : new AccountEvent[length];
        Before before = default;
        foreach (ref AccountEvent accountEvent in events.AsSpan())
        {
            accountEvent = Read(ref reader, ref before);
        }

        return events;
    }

    private static void Write(MessagePackWriter writer, in AccountEvent accountEvent, ref Before before)
    {
        int count = CountOf(accountEvent);
        writer.WriteArrayHeader(count);
        writer.WriteInt64(ShapeOf(accountEvent));
        writer.WriteInt64(unchecked(accountEvent.Time.Nanoseconds - before.Time));
        writer.WriteInt64(unchecked(accountEvent.Account.Value - before.Account));
        writer.WriteInt64(unchecked(accountEvent.Order.Value - OrderId.Of(accountEvent.Account, 0).Value));
        writer.WriteInt64(unchecked(accountEvent.Price.Ticks - before.Price));
        writer.WriteInt64(accountEvent.Quantity.Lots);
        before = new Before { Time = accountEvent.Time.Nanoseconds, Account = accountEvent.Account.Value, Price = accountEvent.Price.Ticks };
        if (count >= WithRemaining)
        {
            writer.WriteInt64(accountEvent.Remaining.Lots);
        }

        if (count >= WithFee)
        {
            writer.WriteInt64(accountEvent.Fee);
        }

        if (count == WithReason)
        {
            writer.WriteInt64((byte)accountEvent.Reason);
        }
    }

    private static AccountEvent Read(ref MessagePackReader reader, ref Before before)
    {
        int count = BoundedArray.ReadHeader(ref reader, MinFields, WithReason);
        int shape = ReadShape(ref reader);
        before.Time = unchecked(before.Time + reader.ReadInt64());
        before.Account = unchecked(before.Account + reader.ReadInt32());
        var account = new AccountId(before.Account);
        long order = unchecked(OrderId.Of(account, 0).Value + reader.ReadInt64());
        before.Price = unchecked(before.Price + reader.ReadInt64());
        long quantity = reader.ReadInt64();
        long remaining = count >= WithRemaining ? reader.ReadInt64() : 0;
        long fee = count >= WithFee ? reader.ReadInt64() : 0;
        return new AccountEvent(
            account,
            (AccountEventKind)(shape & 7),
            count == WithReason ? ReadReason(ref reader) : EventReason.None,
            (RequestKind)((shape >> 3) & 3),
            (Side)((shape >> 5) & 1),
            (shape >> 6) != 0,
            new SimulatedTime(before.Time),
            new OrderId(order),
            new Price(before.Price),
            new Quantity(quantity),
            new Quantity(remaining),
            fee);
    }

    private static int CountOf(in AccountEvent accountEvent)
    {
        if (accountEvent.Reason != EventReason.None)
        {
            return WithReason;
        }

        if (accountEvent.Fee != 0)
        {
            return WithFee;
        }

        return accountEvent.Remaining.Lots != 0 ? WithRemaining : MinFields;
    }

    /// <summary>Kind in bits 0 to 2, request in 3 and 4 (0 is none), side in 5, aggressor in 6: always one byte.</summary>
    private static long ShapeOf(in AccountEvent accountEvent)
    {
        int kind = (int)accountEvent.Kind;
        int request = (int)accountEvent.Request;
        int side = (int)accountEvent.Side;
        if (kind is < 1 or > 5 || request > 3 || side > 1 || !IsDefined((byte)accountEvent.Reason))
        {
            ThrowUndefined(accountEvent);
        }

        return kind | (request << 3) | (side << 5) | (accountEvent.IsAggressor ? 1 << 6 : 0);
    }

    private static int ReadShape(ref MessagePackReader reader)
    {
        long shape = reader.ReadInt64();
        if (shape is < 0 or > 127 || (shape & 7) is < 1 or > 5)
        {
            ThrowFound(reader.Position, "the shape of an event", shape);
        }

        return (int)shape;
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
        reason is (>= (long)EventReason.None and <= (long)EventReason.InsufficientFunds) or (>= (long)EventReason.Requested and <= (long)EventReason.SelfTrade);

    [DoesNotReturn]
    private static void ThrowUndefined(in AccountEvent accountEvent) =>
        throw new ArgumentException($"The event of account {accountEvent.Account.Value} has a kind, reason, request or side that is not defined: {accountEvent}.", nameof(accountEvent));

    [DoesNotReturn]
    private static void ThrowFound(int end, string expected, long found) =>
        throw new InvalidDataException($"Before byte {end}: expected {expected}, found {found}.");

    /// <summary>The previous element, which the next one is encoded relative to.</summary>
    private struct Before
    {
        public long Time;
        public int Account;
        public long Price;
    }
}
