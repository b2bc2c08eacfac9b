using MarketSim.Cluster.Wire.Messages;
using MarketSim.Engine.Participants;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>Messages between coordinator and site: [type, fields...]. Run and generation stand in the frame's header.</summary>
internal static class SiteMessages
{
    private const int FieldsOfPlace = 6;
    private const int FieldsOfPlaced = 2;
    private const int FieldsOfFailed = 5;
    private const int FieldsOfPing = 2;
    private const int FieldsOfPong = 3;
    private const int FieldsOfDrop = 2;

    /// <exception cref="ArgumentException">It is no message between coordinator and site.</exception>
    public static void Write(MessagePackWriter writer, object message)
    {
        switch (message)
        {
            case PlaceSite place:
                WritePlace(writer, place);
                break;
            case SitePlaced placed:
                Begin(writer, FieldsOfPlaced, MessageType.SitePlaced);
                writer.WriteInt64(placed.LastTick);
                break;
            case SiteFailed failed:
                Begin(writer, FieldsOfFailed, MessageType.SiteFailed);
                writer.WriteInt64(failed.Tick);
                writer.WriteInt64(failed.Seat);
                writer.WriteString(failed.Message);
                writer.WriteBoolean(failed.IsOutage);
                break;
            case Ping ping:
                Begin(writer, FieldsOfPing, MessageType.Ping);
                writer.WriteInt64(ping.LastSent);
                break;
            case Pong pong:
                Begin(writer, FieldsOfPong, MessageType.Pong);
                writer.WriteInt64(pong.LastReceived);
                writer.WriteInt64(pong.LastAnswered);
                break;
            case DropSite drop:
                Begin(writer, FieldsOfDrop, MessageType.DropSite);
                writer.WriteString(drop.Reason);
                break;
            default:
                throw new ArgumentException($"A {message.GetType().Name} is no message between coordinator and site.", nameof(message));
        }
    }

    /// <summary>Reads what follows the type; null when it is no type of these messages.</summary>
    /// <param name="count">Elements of the message, the type included.</param>
    public static object? Read(ref MessagePackReader reader, MessageType type, int count, string run, long generation)
    {
        if (type is < MessageType.PlaceSite or > MessageType.DropSite)
        {
            return null;
        }

        MessageLength.Require(ref reader, type, count, FieldCountOf(type));
        return type switch
        {
            MessageType.PlaceSite => ReadPlace(ref reader, run, generation),
            MessageType.SitePlaced => new SitePlaced(reader.ReadInt64()),
            MessageType.SiteFailed => new SiteFailed(reader.ReadInt64(), reader.ReadInt32(), reader.ReadString(), reader.ReadBoolean()),
            MessageType.Ping => new Ping(reader.ReadInt64()),
            MessageType.Pong => new Pong(reader.ReadInt64(), reader.ReadInt64()),
            _ => new DropSite(reader.ReadString()),
        };
    }

    private static int FieldCountOf(MessageType type) => type switch
    {
        MessageType.PlaceSite => FieldsOfPlace,
        MessageType.SitePlaced => FieldsOfPlaced,
        MessageType.SiteFailed => FieldsOfFailed,
        MessageType.Ping => FieldsOfPing,
        MessageType.Pong => FieldsOfPong,
        _ => FieldsOfDrop,
    };

    private static void Begin(MessagePackWriter writer, int count, MessageType type)
    {
        writer.WriteArrayHeader(count);
        writer.WriteInt64((byte)type);
    }

    private static void WritePlace(MessagePackWriter writer, PlaceSite place)
    {
        Begin(writer, FieldsOfPlace, MessageType.PlaceSite);
        writer.WriteString(place.ScenarioYaml);
        writer.WriteString(place.ScenarioDigest);
        writer.WriteString(place.Coordinator);
        SlotsElement.Write(writer, place.Slots);
        ManifestElement.Write(writer, place.Manifest);
    }

    private static PlaceSite ReadPlace(ref MessagePackReader reader, string run, long generation)
    {
        string scenarioYaml = reader.ReadString();
        string scenarioDigest = reader.ReadString();
        string coordinator = reader.ReadString();
        BarrierSlot[] slots = SlotsElement.Read(ref reader);
        return new PlaceSite(run, generation, scenarioYaml, scenarioDigest, ManifestElement.Read(ref reader), slots, coordinator);
    }
}
