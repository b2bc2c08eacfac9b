using MarketSim.Engine.Participants;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>A delivery to one participant, three elements: account events, statements, messages.</summary>
internal static class DeliveryElement
{
    private const int FieldsOfStatement = 5;
    private const int FieldsOfOrder = 4;

    // A position is an array of five numbers, the open orders at least an array's header.
    private const int MinBytesOfStatement = 1 + 1 + 6 + 1 + 1 + 1;

    public static void Write(MessagePackWriter writer, in ParticipantDelivery delivery)
    {
        EventsElement.Write(writer, delivery.Events.Span);
        writer.WriteArrayHeader(delivery.Statements.Count);
        foreach (AccountStatement statement in delivery.Statements)
        {
            WriteStatement(writer, statement);
        }

        ParticipantMessagesElement.Write(writer, delivery.Messages);
    }

    public static ParticipantDelivery Read(ref MessagePackReader reader)
    {
        AccountEvent[] events = EventsElement.Read(ref reader);
        int count = BoundedArray.ReadHeader(ref reader, MinBytesOfStatement);
        AccountStatement[] statements = count == 0 ? [] : new AccountStatement[count];
        for (int i = 0; i < count; i++)
        {
            statements[i] = ReadStatement(ref reader);
        }

        return new ParticipantDelivery(events, statements, ParticipantMessagesElement.Read(ref reader));
    }

    private static void WriteStatement(MessagePackWriter writer, AccountStatement statement)
    {
        writer.WriteArrayHeader(FieldsOfStatement);
        writer.WriteInt64(statement.Account.Value);
        statement.Position.Save(writer);
        writer.WriteInt64(statement.UndeliveredFills);
        writer.WriteInt64(statement.UndeliveredLots);
        writer.WriteArrayHeader(statement.OpenOrders.Count);
        foreach (OpenOrder order in statement.OpenOrders)
        {
            writer.WriteArrayHeader(FieldsOfOrder);
            writer.WriteInt64(order.Id.Value);
            writer.WriteInt64((byte)order.Side);
            writer.WriteInt64(order.Price.Ticks);
            writer.WriteInt64(order.OpenQuantity.Lots);
        }
    }

    private static AccountStatement ReadStatement(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(FieldsOfStatement);
        var account = new AccountId(reader.ReadInt32());
        Position position = default;
        position.Restore(ref reader);
        long undeliveredFills = reader.ReadInt64();
        long undeliveredLots = reader.ReadInt64();
        return new AccountStatement(account, position, ReadOrders(ref reader)) { UndeliveredFills = undeliveredFills, UndeliveredLots = undeliveredLots };
    }

    private static OpenOrder[] ReadOrders(ref MessagePackReader reader)
    {
        int count = BoundedArray.ReadHeader(ref reader, 1 + FieldsOfOrder);
        OpenOrder[] orders = count == 0 ? [] : new OpenOrder[count];
        foreach (ref OpenOrder order in orders.AsSpan())
        {
            reader.ReadArrayHeader(FieldsOfOrder);
            order = new OpenOrder(new OrderId(reader.ReadInt64()), ReadSide(ref reader), new Price(reader.ReadInt64()), new Quantity(reader.ReadInt64()));
        }

        return orders;
    }

    private static Side ReadSide(ref MessagePackReader reader)
    {
        long side = reader.ReadInt64();
        return side is 0 or 1 ? (Side)side : throw new InvalidDataException($"Before byte {reader.Position}: expected a side, found {side}.");
    }
}
