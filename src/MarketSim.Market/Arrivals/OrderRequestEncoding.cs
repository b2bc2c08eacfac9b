using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Arrivals;

/// <summary>Saves and restores requests that are under way.</summary>
public static class OrderRequestEncoding
{
    private const int FieldCount = 12;
    private const int FieldCountWithParent = 13;

    /// <summary>Writes a request as it stands in checkpoints.</summary>
    public static void Save(in OrderRequest request, MessagePackWriter writer)
    {
        NewOrder order = request.Order;
        writer.WriteArrayHeader(order.Parent == 0 ? FieldCount : FieldCountWithParent);
        writer.WriteInt64((byte)request.Kind);
        writer.WriteInt64(request.Arrival.Nanoseconds);
        writer.WriteInt64(request.Sequence);
        writer.WriteInt64(order.Id.Value);
        writer.WriteInt64(order.Account.Value);
        writer.WriteInt64((byte)order.Side);
        writer.WriteInt64((byte)order.Type);
        writer.WriteInt64((byte)order.TimeInForce);
        writer.WriteBoolean(order.PostOnly);
        writer.WriteInt64(order.Price.Ticks);
        writer.WriteInt64(order.Quantity.Lots);
        writer.WriteInt64(order.ExpiresAt.Nanoseconds);
        if (order.Parent != 0)
        {
            writer.WriteInt64(order.Parent);
        }
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    public static OrderRequest Restore(ref MessagePackReader reader)
    {
        int fields = reader.ReadArrayHeader();
        if (fields is not (FieldCount or FieldCountWithParent))
        {
            throw new InvalidDataException($"A saved request has {fields} fields; it must have {FieldCount}, or {FieldCountWithParent} for a child of a parent order.");
        }

        var kind = (RequestKind)reader.ReadInt64();
        var arrival = new SimulatedTime(reader.ReadInt64());
        int sequence = (int)reader.ReadInt64();
        var order = new NewOrder(
            new OrderId(reader.ReadInt64()),
            new AccountId((int)reader.ReadInt64()),
            (Side)reader.ReadInt64(),
            (OrderType)reader.ReadInt64(),
            (TimeInForce)reader.ReadInt64(),
            reader.ReadBoolean(),
            new Price(reader.ReadInt64()),
            new Quantity(reader.ReadInt64()),
            new SimulatedTime(reader.ReadInt64()));
        return new OrderRequest(kind, arrival, sequence, fields == FieldCount ? order : order with { Parent = (int)reader.ReadInt64() });
    }
}
