using MarketSim.Engine.Participants;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>
/// Messages between market and slots: [type, slot, fields...]. The epoch stands in the frame's header, the snapshot once per frame before the
/// messages; a participant's number is its slot.
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
    public static long EpochOf(object message) => message switch
    {
        TickOpened opened => opened.Epoch,
        TickActions actions => actions.Epoch,
        PrepareParticipant prepare => prepare.Epoch,
        ParticipantReady ready => ready.Epoch,
        SaveParticipant save => save.Epoch,
        ParticipantSaved saved => saved.Epoch,
        _ => throw new ArgumentException($"A {message.GetType().Name} is no message between market and participant.", nameof(message)),
    };

    /// <exception cref="ArgumentException">The message carries another slot, or a value that its type does not define.</exception>
    public static void Write(MessagePackWriter writer, int slot, object message)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        switch (message)
        {
            case TickOpened opened:
                Begin(writer, FieldsOfOpened, MessageType.TickOpened, slot);
                DeliveryElement.Write(writer, opened.Delivery);
                break;
            case TickActions actions:
                WriteActions(writer, slot, actions);
                break;
            case PrepareParticipant:
                Begin(writer, FieldsOfPrepare, MessageType.PrepareParticipant, slot);
                break;
            case ParticipantReady ready:
                RequireSlot(slot, ready.Participant);
                Begin(writer, FieldsOfReady, MessageType.ParticipantReady, slot);
                writer.WriteInt64(ready.NextDueTick);
                break;
            case SaveParticipant save:
                Begin(writer, FieldsOfSave, MessageType.SaveParticipant, slot);
                writer.WriteInt64(save.NextTick);
                writer.WriteBoolean(save.Settle);
                DeliveryElement.Write(writer, save.Delivery);
                break;
            case ParticipantSaved saved:
                WriteSaved(writer, slot, saved);
                break;
            default:
                throw new ArgumentException($"A {message.GetType().Name} is no message between market and participant.", nameof(message));
        }
    }

    /// <summary>Reads what follows the type; null when it is no type of these messages.</summary>
    /// <param name="count">Elements of the message, the type included.</param>
    /// <param name="market">The frame's snapshot; null when it has none.</param>
    public static SlotMessage? Read(ref MessagePackReader reader, MessageType type, int count, long epoch, MarketSnapshot? market)
    {
        if (type is < MessageType.PrepareParticipant or > MessageType.ParticipantSaved)
        {
            return null;
        }

        MessageLength.Require(ref reader, type, count, FieldCountOf(type));
        int slot = ReadSlot(ref reader);
        return new SlotMessage(slot, type switch
        {
            MessageType.PrepareParticipant => new PrepareParticipant(epoch),
            MessageType.ParticipantReady => new ParticipantReady(epoch, slot, reader.ReadInt64()),
            MessageType.TickOpened => new TickOpened(epoch, market ?? throw WithoutSnapshot(ref reader), DeliveryElement.Read(ref reader)),
            MessageType.TickActions => ReadActions(ref reader, epoch, slot),
            MessageType.SaveParticipant => ReadSave(ref reader, epoch),
            _ => ReadSaved(ref reader, epoch, slot),
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

    private static void Begin(MessagePackWriter writer, int count, MessageType type, int slot)
    {
        writer.WriteArrayHeader(count);
        writer.WriteInt64((byte)type);
        writer.WriteInt64(slot);
    }

    private static void WriteActions(MessagePackWriter writer, int slot, TickActions actions)
    {
        RequireSlot(slot, actions.Participant);
        Begin(writer, FieldsOfActions, MessageType.TickActions, slot);
        writer.WriteInt64(actions.Tick);
        writer.WriteInt64(unchecked(actions.Actions.NextDueTick - actions.Tick));
        CountersElement.Write(writer, actions.Actions.Counters);
        AccountsElement.Write(writer, actions.Actions.FailedAgents);
        RequestsElement.Write(writer, actions.Actions.Requests.Span);
        ParticipantMessagesElement.Write(writer, actions.Actions.Messages);
    }

    private static TickActions ReadActions(ref MessagePackReader reader, long epoch, int slot)
    {
        long tick = reader.ReadInt64();
        long nextDueTick = unchecked(tick + reader.ReadInt64());
        PartitionCounters counters = CountersElement.Read(ref reader);
        AccountId[] failedAgents = AccountsElement.Read(ref reader);
        OrderRequest[] requests = RequestsElement.Read(ref reader);
        return new TickActions(
            epoch, tick, slot, new ParticipantActions(requests, failedAgents, nextDueTick, counters, ParticipantMessagesElement.Read(ref reader)));
    }

    private static SaveParticipant ReadSave(ref MessagePackReader reader, long epoch)
    {
        long nextTick = reader.ReadInt64();
        bool settle = reader.ReadBoolean();
        return new SaveParticipant(epoch, nextTick, DeliveryElement.Read(ref reader), settle);
    }

    private static void WriteSaved(MessagePackWriter writer, int slot, ParticipantSaved saved)
    {
        RequireSlot(slot, saved.Participant);
        Begin(writer, FieldsOfSaved, MessageType.ParticipantSaved, slot);
        writer.WriteInt64(saved.NextDueTick);
        CountersElement.Write(writer, saved.Counters);
        PartsElement.Write(writer, saved.Parts);
        ResultsElement.Write(writer, saved.Results);
    }

    private static ParticipantSaved ReadSaved(ref MessagePackReader reader, long epoch, int slot)
    {
        long nextDueTick = reader.ReadInt64();
        PartitionCounters counters = CountersElement.Read(ref reader);
        return new ParticipantSaved(epoch, slot, PartsElement.Read(ref reader), ResultsElement.Read(ref reader), nextDueTick, counters);
    }

    private static void RequireSlot(int slot, int participant)
    {
        if (slot != participant)
        {
            throw new ArgumentException($"Participant {participant} was to answer from slot {slot}; it answers from its own.", nameof(slot));
        }
    }

    private static int ReadSlot(ref MessagePackReader reader)
    {
        int slot = reader.ReadInt32();
        return slot >= 0 ? slot : throw new InvalidDataException($"Before byte {reader.Position}: expected a slot from 0, found {slot}.");
    }

    private static InvalidDataException WithoutSnapshot(ref MessagePackReader reader) =>
        new($"Before byte {reader.Position}: expected no opened tick in a frame without a snapshot, found one.");
}
