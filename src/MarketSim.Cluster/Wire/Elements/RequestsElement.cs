using System.Diagnostics.CodeAnalysis;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>
/// Requests as an array of arrays: [shape, arrival, account, sequence, order, quantity, price, expiry, parent]. Arrival, account and price are differences to
/// the element before, the order is what its id is beyond (account, sequence), the expiry beyond the arrival. Left out from the end: a parent of 0, an expiry
/// of never, a price of 0, a quantity of 0.
/// </summary>
internal static class RequestsElement
{
    private const int MinFields = 5;
    private const int WithQuantity = 6;
    private const int WithPrice = 7;
    private const int WithExpiry = 8;
    private const int WithParent = 9;
    private const int MinBytes = 1 + MinFields;

    /// <exception cref="ArgumentException">A request has a kind, side, type or time in force that is not defined.</exception>
    public static void Write(MessagePackWriter writer, ReadOnlySpan<OrderRequest> requests)
    {
        writer.WriteArrayHeader(requests.Length);
        Before before = default;
        foreach (ref readonly OrderRequest request in requests)
        {
            Write(writer, request, ref before);
        }
    }

    public static OrderRequest[] Read(ref MessagePackReader reader)
    {
        int length = BoundedArray.ReadHeader(ref reader, MinBytes);
        OrderRequest[] requests = length == 0 ? [] : new OrderRequest[length];
        Before before = default;
        foreach (ref OrderRequest request in requests.AsSpan())
        {
            request = Read(ref reader, ref before);
        }

        return requests;
    }

    private static void Write(MessagePackWriter writer, in OrderRequest request, ref Before before)
    {
        NewOrder order = request.Order;
        int count = CountOf(order);
        writer.WriteArrayHeader(count);
        writer.WriteInt64(ShapeOf(request));
        writer.WriteInt64(unchecked(request.Arrival.Nanoseconds - before.Arrival));
        writer.WriteInt64(unchecked(order.Account.Value - before.Account));
        writer.WriteInt64(request.Sequence);
        writer.WriteInt64(unchecked(order.Id.Value - OrderId.Of(order.Account, request.Sequence).Value));
        before.Arrival = request.Arrival.Nanoseconds;
        before.Account = order.Account.Value;
        if (count >= WithQuantity)
        {
            writer.WriteInt64(order.Quantity.Lots);
        }

        if (count >= WithPrice)
        {
            writer.WriteInt64(unchecked(order.Price.Ticks - before.Price));
            before.Price = order.Price.Ticks;
        }

        if (count >= WithExpiry)
        {
            writer.WriteInt64(unchecked(order.ExpiresAt.Nanoseconds - request.Arrival.Nanoseconds));
        }

        if (count == WithParent)
        {
            writer.WriteInt64(order.Parent);
        }
    }

    private static OrderRequest Read(ref MessagePackReader reader, ref Before before)
    {
        int count = BoundedArray.ReadHeader(ref reader, MinFields, WithParent);
        int shape = ReadShape(ref reader);
        before.Arrival = unchecked(before.Arrival + reader.ReadInt64());
        before.Account = unchecked(before.Account + reader.ReadInt32());
        var account = new AccountId(before.Account);
        int sequence = reader.ReadInt32();
        long order = unchecked(OrderId.Of(account, sequence).Value + reader.ReadInt64());
        long quantity = count >= WithQuantity ? reader.ReadInt64() : 0;
        long price = 0;
        if (count >= WithPrice)
        {
            price = before.Price = unchecked(before.Price + reader.ReadInt64());
        }

        long expiresAt = count >= WithExpiry ? unchecked(before.Arrival + reader.ReadInt64()) : SimulatedTime.Never.Nanoseconds;
        return new OrderRequest(
            (RequestKind)(shape & 3),
            new SimulatedTime(before.Arrival),
            sequence,
            new NewOrder(
                new OrderId(order),
                account,
                (Side)((shape >> 2) & 1),
                (OrderType)((shape >> 3) & 1),
                (TimeInForce)((shape >> 4) & 3),
                (shape >> 6) != 0,
                new Price(price),
                new Quantity(quantity),
                new SimulatedTime(expiresAt))
            {
                Parent = count == WithParent ? reader.ReadInt32() : 0,
            });
    }

    private static int CountOf(in NewOrder order)
    {
        if (order.Parent != 0)
        {
            return WithParent;
        }

        if (order.ExpiresAt != SimulatedTime.Never)
        {
            return WithExpiry;
        }

        if (order.Price.Ticks != 0)
        {
            return WithPrice;
        }

        return order.Quantity.Lots != 0 ? WithQuantity : MinFields;
    }

    /// <summary>Kind in bits 0 and 1, side in 2, type in 3, time in force in 4 and 5, post-only in 6: always one byte.</summary>
    private static long ShapeOf(in OrderRequest request)
    {
        int kind = (int)request.Kind;
        int side = (int)request.Order.Side;
        int type = (int)request.Order.Type;
        int timeInForce = (int)request.Order.TimeInForce;
        if (kind is < 1 or > 3 || side > 1 || type > 1 || timeInForce > 3)
        {
            ThrowUndefined(request);
        }

        return kind | (side << 2) | (type << 3) | (timeInForce << 4) | (request.Order.PostOnly ? 1 << 6 : 0);
    }

    private static int ReadShape(ref MessagePackReader reader)
    {
        long shape = reader.ReadInt64();
        if (shape is < 0 or > 127 || (shape & 3) == 0)
        {
            ThrowShape(reader.Position, shape);
        }

        return (int)shape;
    }

    [DoesNotReturn]
    private static void ThrowUndefined(in OrderRequest request) =>
        throw new ArgumentException($"A request of account {request.Account.Value} has a kind, side, type or time in force that is not defined: {request}.", nameof(request));

    [DoesNotReturn]
    private static void ThrowShape(int end, long shape) =>
        throw new InvalidDataException($"Before byte {end}: expected the shape of a request, found {shape}.");

    /// <summary>The previous element, which the next one is encoded relative to.</summary>
    private struct Before
    {
        public long Arrival;
        public int Account;
        public long Price;
    }
}
