using MarketSim.Cluster.Wire.Elements;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire;

/// <summary>Reads what is between the beginning of a frame and its checksum.</summary>
internal static class FrameContent
{
    /// <summary>Messages of one frame, at most: a node has at most so many slots, and a short frame cannot ask for many objects.</summary>
    public const int MaxMessages = 1 << 16;

    private const int MinBytesOfMessage = 1 + 1;

    /// <exception cref="FrameException">It is of an unknown version, or holds a message of an unknown type.</exception>
    /// <exception cref="InvalidDataException">It is not what the format says.</exception>
    public static Frame Read(ReadOnlySpan<byte> content)
    {
        var reader = new MessagePackReader(content);
        int elements = reader.ReadArrayHeader();
        RequireVersion(ref reader);
        if (elements != FrameFormat.ElementCount)
        {
            throw new InvalidDataException($"Byte 0: expected {FrameFormat.ElementCount} elements of a frame, found {elements}.");
        }

        var header = new FrameHeader(reader.ReadString(), reader.ReadInt64(), reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());
        MarketSnapshot? market = reader.TryReadNil() ? null : SnapshotElement.Read(ref reader);
        SlotMessage[] messages = ReadMessages(ref reader, header, market);
        return reader.End
            ? new Frame(header, messages)
            : throw new InvalidDataException($"Byte {reader.Position}: expected the checksum after the messages, found {reader.Remaining} bytes before it.");
    }

    private static void RequireVersion(ref MessagePackReader reader)
    {
        long magic = reader.ReadInt64();
        if (magic != FrameFormat.Magic)
        {
            throw new InvalidDataException($"Byte 1: expected a frame to begin with {FrameFormat.Magic}, found {magic}.");
        }

        long version = reader.ReadInt64();
        if (version != FrameFormat.Version)
        {
            throw new FrameException(
                FrameFault.Version, $"The frame is of version {version} of the format; this program reads version {FrameFormat.Version}. Run the same program on all nodes.");
        }
    }

    private static SlotMessage[] ReadMessages(ref MessagePackReader reader, in FrameHeader header, MarketSnapshot? market)
    {
        int count = BoundedArray.ReadHeader(ref reader, MinBytesOfMessage);
        if (count > MaxMessages)
        {
            throw new InvalidDataException($"Before byte {reader.Position}: expected at most {MaxMessages} messages, found {count}.");
        }

        SlotMessage[] messages = count == 0 ? [] : new SlotMessage[count];
        foreach (ref SlotMessage message in messages.AsSpan())
        {
            message = ReadMessage(ref reader, header, market);
        }

        return messages;
    }

    private static SlotMessage ReadMessage(ref MessagePackReader reader, in FrameHeader header, MarketSnapshot? market)
    {
        int start = reader.Position;
        int count = reader.ReadArrayHeader();
        long number = count > 0 ? reader.ReadInt64() : throw new InvalidDataException($"Byte {start}: expected a message, found an empty array.");
        var type = number is >= byte.MinValue and <= byte.MaxValue ? (MessageType)number : default;
        if (HostMessages.Read(ref reader, type, count, header.Run, header.Epoch) is { } message)
        {
            return new SlotMessage(SlotMessage.NoSlot, message);
        }

        return MarketMessages.Read(ref reader, type, count, header.Epoch, market) ?? throw new FrameException(
            FrameFault.UnknownType, $"Byte {start}: a message of type {number}, which this program does not know. Run the same program on all nodes.");
    }
}
