using MarketSim.Cluster.Wire.Messages;
using MarketSim.Engine.Participants;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>Messages between coordinator and host: [type, fields...]. Run and epoch stand in the frame's header.</summary>
internal static class HostMessages
{
    private const int FieldsOfPlace = 6;
    private const int FieldsOfPlaced = 2;
    private const int FieldsOfFailed = 5;
    private const int FieldsOfPing = 2;
    private const int FieldsOfPong = 4;
    private const int FieldsOfDrop = 2;

    /// <exception cref="ArgumentException">It is no message between coordinator and host.</exception>
    public static void Write(MessagePackWriter writer, object message)
    {
        switch (message)
        {
            case PlaceParticipants place:
                WritePlace(writer, place);
                break;
            case ParticipantsPlaced placed:
                Begin(writer, FieldsOfPlaced, MessageType.ParticipantsPlaced);
                writer.WriteInt64(placed.LastTick);
                break;
            case ParticipantHostFailed failed:
                Begin(writer, FieldsOfFailed, MessageType.ParticipantHostFailed);
                writer.WriteInt64(failed.Tick);
                writer.WriteInt64(failed.Slot);
                writer.WriteString(failed.Message);
                writer.WriteInt64((byte)failed.Failure);
                break;
            case Ping ping:
                Begin(writer, FieldsOfPing, MessageType.Ping);
                writer.WriteInt64(ping.LastSent);
                break;
            case Pong pong:
                Begin(writer, FieldsOfPong, MessageType.Pong);
                writer.WriteInt64(pong.LastReceived);
                writer.WriteInt64(pong.LastAnswered);
                writer.WriteBoolean(pong.IsLeaving);
                break;
            case DropParticipants drop:
                Begin(writer, FieldsOfDrop, MessageType.DropParticipants);
                writer.WriteString(drop.Reason);
                break;
            default:
                throw new ArgumentException($"A {message.GetType().Name} is no message between coordinator and host.", nameof(message));
        }
    }

    /// <summary>Reads what follows the type; null when it is no type of these messages.</summary>
    /// <param name="count">Elements of the message, the type included.</param>
    public static object? Read(ref MessagePackReader reader, MessageType type, int count, string run, long epoch)
    {
        if (type is < MessageType.PlaceParticipants or > MessageType.DropParticipants)
        {
            return null;
        }

        MessageLength.Require(ref reader, type, count, FieldCountOf(type));
        return type switch
        {
            MessageType.PlaceParticipants => ReadPlace(ref reader, run, epoch),
            MessageType.ParticipantsPlaced => new ParticipantsPlaced(reader.ReadInt64()),
            MessageType.ParticipantHostFailed => new ParticipantHostFailed(reader.ReadInt64(), reader.ReadInt32(), reader.ReadString(), ReadFailure(ref reader)),
            MessageType.Ping => new Ping(reader.ReadInt64()),
            MessageType.Pong => new Pong(reader.ReadInt64(), reader.ReadInt64(), reader.ReadBoolean()),
            _ => new DropParticipants(reader.ReadString()),
        };
    }

    private static int FieldCountOf(MessageType type) => type switch
    {
        MessageType.PlaceParticipants => FieldsOfPlace,
        MessageType.ParticipantsPlaced => FieldsOfPlaced,
        MessageType.ParticipantHostFailed => FieldsOfFailed,
        MessageType.Ping => FieldsOfPing,
        MessageType.Pong => FieldsOfPong,
        _ => FieldsOfDrop,
    };

    private static void Begin(MessagePackWriter writer, int count, MessageType type)
    {
        writer.WriteArrayHeader(count);
        writer.WriteInt64((byte)type);
    }

    private static HostFailure ReadFailure(ref MessagePackReader reader)
    {
        long number = reader.ReadInt64();
        return number is >= (long)HostFailure.Participant and <= (long)HostFailure.Leaving
            ? (HostFailure)number
            : throw new InvalidDataException($"Before byte {reader.Position}: expected a failure of a host from 0 to {(byte)HostFailure.Leaving}, found {number}.");
    }

    private static void WritePlace(MessagePackWriter writer, PlaceParticipants place)
    {
        Begin(writer, FieldsOfPlace, MessageType.PlaceParticipants);
        writer.WriteString(place.ScenarioYaml);
        writer.WriteString(place.ScenarioDigest);
        writer.WriteString(place.Coordinator);
        SlotsElement.Write(writer, place.Slots);
        ManifestElement.Write(writer, place.Manifest);
    }

    private static PlaceParticipants ReadPlace(ref MessagePackReader reader, string run, long epoch)
    {
        string scenarioYaml = reader.ReadString();
        string scenarioDigest = reader.ReadString();
        string coordinator = reader.ReadString();
        BarrierSlot[] slots = SlotsElement.Read(ref reader);
        return new PlaceParticipants(run, epoch, scenarioYaml, scenarioDigest, ManifestElement.Read(ref reader), slots, coordinator);
    }
}
