using MarketSim.Numerics.Serialization;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>References to parts: an array of [name, SHA-256, length].</summary>
internal static class PartsElement
{
    private const int FieldCount = 3;

    public static void Write(MessagePackWriter writer, IReadOnlyList<PartReference> parts)
    {
        writer.WriteArrayHeader(parts.Count);
        foreach (PartReference part in parts)
        {
            writer.WriteArrayHeader(FieldCount);
            writer.WriteString(part.Name);
            writer.WriteString(part.Sha256);
            writer.WriteInt64(part.Length);
        }
    }

    public static PartReference[] Read(ref MessagePackReader reader)
    {
        int count = BoundedArray.ReadHeader(ref reader, 1 + FieldCount);
        PartReference[] parts = count == 0 ? [] : new PartReference[count];
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(FieldCount);
            parts[i] = new PartReference(reader.ReadString(), reader.ReadString(), reader.ReadInt32());
        }

        return parts;
    }
}
