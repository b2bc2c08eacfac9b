using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>Mail: an array of [address, content].</summary>
internal static class MailElement
{
    private const int FieldCount = 2;
    private const int LeastBytes = 1 + FieldCount;

    public static void Write(MessagePackWriter writer, IReadOnlyList<Mail> mail)
    {
        writer.WriteArrayHeader(mail.Count);
        for (int i = 0; i < mail.Count; i++)
        {
            writer.WriteArrayHeader(FieldCount);
            writer.WriteString(mail[i].To);
            writer.WriteBytes(mail[i].Content.Span);
        }
    }

    public static Mail[] Read(ref MessagePackReader reader)
    {
        int count = BoundedArray.ReadHeader(ref reader, LeastBytes);
        Mail[] mail = count == 0 ? [] : new Mail[count];
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(FieldCount);
            mail[i] = new Mail(reader.ReadString(), reader.ReadBytes().ToArray());
        }

        return mail;
    }
}
