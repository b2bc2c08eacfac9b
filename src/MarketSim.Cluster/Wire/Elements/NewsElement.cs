using System.Runtime.InteropServices;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>News of one seat, three elements: events, statements, mail.</summary>
internal static class NewsElement
{
    private const int FieldsOfStatement = 5;
    private const int FieldsOfOrder = 4;

    // A position is an array of five numbers, the open orders at least an array's header.
    private const int LeastBytesOfStatement = 1 + 1 + 6 + 1 + 1 + 1;

    public static void Write(MessagePackWriter writer, ParticipantNews news)
    {
        EventsElement.Write(writer, CollectionsMarshal.AsSpan(news.Events));
        writer.WriteArrayHeader(news.Statements.Length);
        foreach (AccountStatement statement in news.Statements)
        {
            WriteStatement(writer, statement);
        }

        MailElement.Write(writer, news.Mail);
    }

    public static ParticipantNews Read(ref MessagePackReader reader)
    {
        List<AccountEvent> events = EventsElement.Read(ref reader);
        int count = BoundedArray.ReadHeader(ref reader, LeastBytesOfStatement);
        AccountStatement[] statements = count == 0 ? [] : new AccountStatement[count];
        for (int i = 0; i < count; i++)
        {
            statements[i] = ReadStatement(ref reader);
        }

        Mail[] mail = MailElement.Read(ref reader);
        return events.Count == 0 && count == 0 && mail.Length == 0 ? ParticipantNews.None : new ParticipantNews(events, statements) { Mail = mail };
    }

    private static void WriteStatement(MessagePackWriter writer, AccountStatement statement)
    {
        writer.WriteArrayHeader(FieldsOfStatement);
        writer.WriteInt64(statement.Account.Value);
        statement.Position.Save(writer);
        writer.WriteInt64(statement.UnheardFills);
        writer.WriteInt64(statement.UnheardLots);
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
        long unheardFills = reader.ReadInt64();
        long unheardLots = reader.ReadInt64();
        return new AccountStatement(account, position, ReadOrders(ref reader)) { UnheardFills = unheardFills, UnheardLots = unheardLots };
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
