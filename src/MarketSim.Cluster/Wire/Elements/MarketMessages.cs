using MarketSim.Engine.Participants;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>
/// Messages between market and seats: [type, seat, fields...]. The generation stands in the frame's header, the snapshot once per frame before the
/// messages; a participant's number is its seat.
/// </summary>
internal static class MarketMessages
{
    private const int FieldsOfPrepare = 2;
    private const int FieldsOfReady = 3;
    private const int FieldsOfOpened = 5;
    private const int FieldsOfActions = 8;
    private const int FieldsOfSave = 7;
    private const int FieldsOfSaved = 6;

    /// <exception cref="ArgumentException">It is no message between market and participant.</exception>
    public static long GenerationOf(object message) => message switch
    {
        TickOpened opened => opened.Generation,
        TickActions actions => actions.Generation,
        PrepareParticipant prepare => prepare.Generation,
        ParticipantReady ready => ready.Generation,
        SaveParticipant save => save.Generation,
        ParticipantSaved saved => saved.Generation,
        _ => throw new ArgumentException($"A {message.GetType().Name} is no message between market and participant.", nameof(message)),
    };

    /// <exception cref="ArgumentException">The message carries another seat, or a value that its type does not define.</exception>
    public static void Write(MessagePackWriter writer, int seat, object message)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seat);
        switch (message)
        {
            case TickOpened opened:
                Begin(writer, FieldsOfOpened, MessageType.TickOpened, seat);
                DeliveryElement.Write(writer, opened.Delivery);
                break;
            case TickActions actions:
                WriteActions(writer, seat, actions);
                break;
            case PrepareParticipant:
                Begin(writer, FieldsOfPrepare, MessageType.PrepareParticipant, seat);
                break;
            case ParticipantReady ready:
                RequireSeat(seat, ready.Participant);
                Begin(writer, FieldsOfReady, MessageType.ParticipantReady, seat);
                writer.WriteInt64(ready.NextDueTick);
                break;
            case SaveParticipant save:
                Begin(writer, FieldsOfSave, MessageType.SaveParticipant, seat);
                writer.WriteInt64(save.NextTick);
                writer.WriteBoolean(save.Settle);
                DeliveryElement.Write(writer, save.Delivery);
                break;
            case ParticipantSaved saved:
                WriteSaved(writer, seat, saved);
                break;
            default:
                throw new ArgumentException($"A {message.GetType().Name} is no message between market and participant.", nameof(message));
        }
    }

    /// <summary>Reads what follows the type; null when it is no type of these messages.</summary>
    /// <param name="count">Elements of the message, the type included.</param>
    /// <param name="market">The frame's snapshot; null when it has none.</param>
    public static SeatMessage? Read(ref MessagePackReader reader, MessageType type, int count, long generation, MarketSnapshot? market)
    {
        if (type is < MessageType.PrepareParticipant or > MessageType.ParticipantSaved)
        {
            return null;
        }

        MessageLength.Require(ref reader, type, count, FieldCountOf(type));
        int seat = ReadSeat(ref reader);
        return new SeatMessage(seat, type switch
        {
            MessageType.PrepareParticipant => new PrepareParticipant(generation),
            MessageType.ParticipantReady => new ParticipantReady(generation, seat, reader.ReadInt64()),
            MessageType.TickOpened => new TickOpened(generation, market ?? throw WithoutSnapshot(ref reader), DeliveryElement.Read(ref reader)),
            MessageType.TickActions => ReadActions(ref reader, generation, seat),
            MessageType.SaveParticipant => ReadSave(ref reader, generation),
            _ => ReadSaved(ref reader, generation, seat),
        });
    }

    private static int FieldCountOf(MessageType type) => type switch
    {
        MessageType.PrepareParticipant => FieldsOfPrepare,
        MessageType.ParticipantReady => FieldsOfReady,
        MessageType.TickOpened => FieldsOfOpened,
        MessageType.TickActions => FieldsOfActions,
        MessageType.SaveParticipant => FieldsOfSave,
        _ => FieldsOfSaved,
    };

    private static void Begin(MessagePackWriter writer, int count, MessageType type, int seat)
    {
        writer.WriteArrayHeader(count);
        writer.WriteInt64((byte)type);
        writer.WriteInt64(seat);
    }

    private static void WriteActions(MessagePackWriter writer, int seat, TickActions actions)
    {
        RequireSeat(seat, actions.Participant);
        Begin(writer, FieldsOfActions, MessageType.TickActions, seat);
        writer.WriteInt64(actions.Tick);
        writer.WriteInt64(unchecked(actions.Actions.NextDueTick - actions.Tick));
        CountersElement.Write(writer, actions.Actions.Counters);
        AccountsElement.Write(writer, actions.Actions.FailedAgents);
        RequestsElement.Write(writer, actions.Actions.Requests.Span);
        ParticipantMessagesElement.Write(writer, actions.Actions.Messages);
    }

    private static TickActions ReadActions(ref MessagePackReader reader, long generation, int seat)
    {
        long tick = reader.ReadInt64();
        long nextDueTick = unchecked(tick + reader.ReadInt64());
        PartitionCounters counters = CountersElement.Read(ref reader);
        AccountId[] failedAgents = AccountsElement.Read(ref reader);
        OrderRequest[] requests = RequestsElement.Read(ref reader);
        return new TickActions(
            generation, tick, seat, new ParticipantActions(requests, failedAgents, nextDueTick, counters, ParticipantMessagesElement.Read(ref reader)));
    }

    private static SaveParticipant ReadSave(ref MessagePackReader reader, long generation)
    {
        long nextTick = reader.ReadInt64();
        bool settle = reader.ReadBoolean();
        return new SaveParticipant(generation, nextTick, DeliveryElement.Read(ref reader), settle);
    }

    private static void WriteSaved(MessagePackWriter writer, int seat, ParticipantSaved saved)
    {
        RequireSeat(seat, saved.Participant);
        Begin(writer, FieldsOfSaved, MessageType.ParticipantSaved, seat);
        writer.WriteInt64(saved.NextDueTick);
        CountersElement.Write(writer, saved.Counters);
        PartsElement.Write(writer, saved.Parts);
        ResultsElement.Write(writer, saved.Results);
    }

    private static ParticipantSaved ReadSaved(ref MessagePackReader reader, long generation, int seat)
    {
        long nextDueTick = reader.ReadInt64();
        PartitionCounters counters = CountersElement.Read(ref reader);
        return new ParticipantSaved(generation, seat, PartsElement.Read(ref reader), ResultsElement.Read(ref reader), nextDueTick, counters);
    }

    private static void RequireSeat(int seat, int participant)
    {
        if (seat != participant)
        {
            throw new ArgumentException($"Participant {participant} was to answer from seat {seat}; it answers from its own.", nameof(seat));
        }
    }

    private static int ReadSeat(ref MessagePackReader reader)
    {
        int seat = reader.ReadInt32();
        return seat >= 0 ? seat : throw new InvalidDataException($"Before byte {reader.Position}: expected a seat from 0, found {seat}.");
    }

    private static InvalidDataException WithoutSnapshot(ref MessagePackReader reader) =>
        new($"Before byte {reader.Position}: expected no opened tick in a frame without a snapshot, found one.");
}
