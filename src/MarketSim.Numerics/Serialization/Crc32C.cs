using System.Buffers.Binary;
using System.Numerics;

namespace MarketSim.Numerics.Serialization;

/// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4).</summary>
public static class Crc32C
{
    /// <summary>The checksum of all bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> data)
    {
        uint checksum = uint.MaxValue;
        while (data.Length >= sizeof(ulong))
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        foreach (byte value in data)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return ~checksum;
    }
}
