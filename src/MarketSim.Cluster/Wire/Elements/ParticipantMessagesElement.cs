using MarketSim.Engine.Participants;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>Messages between participants: an array of [address, training message].</summary>
internal static class ParticipantMessagesElement
{
    private const int FieldCount = 2;
    private const int MinBytes = 1 + FieldCount;

    public static void Write(MessagePackWriter writer, IReadOnlyList<ParticipantMessage> messages)
    {
        writer.WriteArrayHeader(messages.Count);
        foreach (ParticipantMessage message in messages)
        {
            writer.WriteArrayHeader(FieldCount);
            writer.WriteString(message.To.Value);
            TrainingMessageCodec.Write(writer, message.Content);
        }
    }

    public static ParticipantMessage[] Read(ref MessagePackReader reader)
    {
        int count = BoundedArray.ReadHeader(ref reader, MinBytes);
        ParticipantMessage[] messages = count == 0 ? [] : new ParticipantMessage[count];
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(FieldCount);
            messages[i] = new ParticipantMessage(new ParticipantAddress(reader.ReadString()), TrainingMessageCodec.Read(ref reader));
        }

        return messages;
    }
}
