using System.Diagnostics.CodeAnalysis;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>
/// Requests as an array of arrays: [shape, arrival, account, sequence, order, quantity, price, expiry]. Arrival, account and price are differences to the
/// element before, the order is what its id is beyond (account, sequence), the expiry beyond the arrival. Left out from the end: an expiry of never,
/// a price of 0, a quantity of 0.
/// </summary>
internal static class RequestsElement
{
    private const int FewestFields = 5;
    private const int WithQuantity = 6;
    private const int WithPrice = 7;
    private const int WithExpiry = 8;
    private const int LeastBytes = 1 + FewestFields;

    /// <exception cref="ArgumentException">A request has a kind, side, type or time in force that is not defined.</exception>
    public static void Write(MessagePackWriter writer, ReadOnlySpan<OrderRequest> requests)
    {
        writer.WriteArrayHeader(requests.Length);
        long arrival = 0;
        int account = 0;
        long price = 0;
        foreach (ref readonly OrderRequest request in requests)
        {
            NewOrder order = request.Order;
            int count = CountOf(order);
            writer.WriteArrayHeader(count);
            writer.WriteInt64(ShapeOf(request));
            writer.WriteInt64(unchecked(request.Arrival.Nanoseconds - arrival));
            writer.WriteInt64(unchecked(order.Account.Value - account));
            writer.WriteInt64(request.Sequence);
            writer.WriteInt64(unchecked(order.Id.Value - OrderId.Of(order.Account, request.Sequence).Value));
            arrival = request.Arrival.Nanoseconds;
            account = order.Account.Value;
            if (count >= WithQuantity)
            {
                writer.WriteInt64(order.Quantity.Lots);
            }

            if (count >= WithPrice)
            {
                writer.WriteInt64(unchecked(order.Price.Ticks - price));
                price = order.Price.Ticks;
            }

            if (count == WithExpiry)
            {
                writer.WriteInt64(unchecked(order.ExpiresAt.Nanoseconds - arrival));
            }
        }
    }

    public static OrderRequest[] Read(ref MessagePackReader reader)
    {
        int length = BoundedArray.ReadHeader(ref reader, LeastBytes);
        OrderRequest[] requests = length == 0 ? [] : new OrderRequest[length];
        long arrival = 0;
        int account = 0;
        long price = 0;
        foreach (ref OrderRequest request in requests.AsSpan())
        {
            int count = BoundedArray.ReadHeader(ref reader, FewestFields, WithExpiry);
            long shape = reader.ReadInt64();
            arrival = unchecked(arrival + reader.ReadInt64());
            account = unchecked(account + reader.ReadInt32());
            int sequence = reader.ReadInt32();
            long order = unchecked(OrderId.Of(new AccountId(account), sequence).Value + reader.ReadInt64());
            long quantity = count >= WithQuantity ? reader.ReadInt64() : 0;
            if (count >= WithPrice)
            {
                price = unchecked(price + reader.ReadInt64());
            }

            request = Request(
                shape,
                new SimulatedTime(arrival),
                sequence,
                new NewOrder(
                    new OrderId(order),
                    new AccountId(account),
                    default,
                    default,
                    default,
                    default,
                    new Price(count >= WithPrice ? price : 0),
                    new Quantity(quantity),
                    count == WithExpiry ? new SimulatedTime(unchecked(arrival + reader.ReadInt64())) : SimulatedTime.Never));
        }

        return requests;
    }

    private static int CountOf(in NewOrder order)
    {
        if (order.ExpiresAt != SimulatedTime.Never)
        {
            return WithExpiry;
        }

        if (order.Price.Ticks != 0)
        {
            return WithPrice;
        }

        return order.Quantity.Lots != 0 ? WithQuantity : FewestFields;
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

    private static OrderRequest Request(long shape, SimulatedTime arrival, int sequence, in NewOrder order)
    {
        if (shape is < 0 or > 127 || (shape & 3) == 0)
        {
            ThrowShape(shape);
        }

        return new OrderRequest((RequestKind)(shape & 3), arrival, sequence, order with
        {
            Side = (Side)((shape >> 2) & 1),
            Type = (OrderType)((shape >> 3) & 1),
            TimeInForce = (TimeInForce)((shape >> 4) & 3),
            PostOnly = (shape >> 6) != 0,
        });
    }

    [DoesNotReturn]
    private static void ThrowUndefined(in OrderRequest request) =>
        throw new ArgumentException($"A request of account {request.Account.Value} has a kind, side, type or time in force that is not defined: {request}.", nameof(request));

    [DoesNotReturn]
    private static void ThrowShape(long shape) => throw new InvalidDataException($"Expected the shape of a request, found {shape}.");
}
