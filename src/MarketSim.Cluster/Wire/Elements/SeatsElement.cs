using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Running.Participants;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>Seats: an array of [index, participant or nil, blocks].</summary>
internal static class SeatsElement
{
    private const int FieldCount = 3;

    public static void Write(MessagePackWriter writer, IReadOnlyList<Seat> seats)
    {
        writer.WriteArrayHeader(seats.Count);
        foreach (Seat seat in seats)
        {
            writer.WriteArrayHeader(FieldCount);
            writer.WriteInt64(seat.Index);
            if (seat.Participant is null)
            {
                writer.WriteNil();
            }
            else
            {
                writer.WriteString(seat.Participant);
            }

            writer.WriteArrayHeader(seat.Blocks.Count);
            foreach (int block in seat.Blocks)
            {
                writer.WriteInt64(block);
            }
        }
    }

    public static Seat[] Read(ref MessagePackReader reader)
    {
        int count = BoundedArray.ReadHeader(ref reader, 1 + FieldCount);
        Seat[] seats = count == 0 ? [] : new Seat[count];
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(FieldCount);
            int index = reader.ReadInt32();
            string? participant = reader.TryReadNil() ? null : reader.ReadString();
            seats[i] = new Seat(index, ReadBlocks(ref reader), participant);
        }

        return seats;
    }

    private static int[] ReadBlocks(ref MessagePackReader reader)
    {
        int count = BoundedArray.ReadHeader(ref reader, leastBytes: 1);
        int[] blocks = count == 0 ? [] : new int[count];
        foreach (ref int block in blocks.AsSpan())
        {
            block = reader.ReadInt32();
        }

        return blocks;
    }
}
