using MarketSim.Engine.Participants;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>Barrier slots: an array of [index, participant or nil, blocks].</summary>
internal static class SlotsElement
{
    private const int FieldCount = 3;

    public static void Write(MessagePackWriter writer, IReadOnlyList<BarrierSlot> slots)
    {
        writer.WriteArrayHeader(slots.Count);
        foreach (BarrierSlot slot in slots)
        {
            writer.WriteArrayHeader(FieldCount);
            writer.WriteInt64(slot.Index);
            if (slot.Participant is null)
            {
                writer.WriteNil();
            }
            else
            {
                writer.WriteString(slot.Participant);
            }

            writer.WriteArrayHeader(slot.Blocks.Count);
            foreach (int block in slot.Blocks)
            {
                writer.WriteInt64(block);
            }
        }
    }

    public static BarrierSlot[] Read(ref MessagePackReader reader)
    {
        int count = BoundedArray.ReadHeader(ref reader, 1 + FieldCount);
        BarrierSlot[] slots = count == 0 ? [] : new BarrierSlot[count];
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(FieldCount);
            int index = reader.ReadInt32();
            string? participant = reader.TryReadNil() ? null : reader.ReadString();
            slots[i] = new BarrierSlot(index, ReadBlocks(ref reader), participant);
        }

        return slots;
    }

    private static int[] ReadBlocks(ref MessagePackReader reader)
    {
        int count = BoundedArray.ReadHeader(ref reader, minBytes: 1);
        int[] blocks = count == 0 ? [] : new int[count];
        foreach (ref int block in blocks.AsSpan())
        {
            block = reader.ReadInt32();
        }

        return blocks;
    }
}
