using System.Buffers.Binary;
using System.Numerics;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Monitoring;

/// <summary>
/// The frame of a record in TensorFlow's record files (tensorflow/core/lib/io/record_writer.h): length, its masked checksum, content, its masked
/// checksum; numbers are little-endian.
/// </summary>
internal static class EventRecord
{
    private const uint MaskDelta = 0xA282EAD8;

    public static void Write(Stream stream, ReadOnlySpan<byte> content)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong) + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[sizeof(ulong)..], MaskedChecksum(head[..sizeof(ulong)]));
        stream.Write(head);
        stream.Write(content);
        Span<byte> foot = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(foot, MaskedChecksum(content));
        stream.Write(foot);
    }

    // Masked, because a checksum of data that hold checksums would be weak.
    private static uint MaskedChecksum(ReadOnlySpan<byte> data) => BitOperations.RotateRight(Crc32C.Of(data), 15) + MaskDelta;
}
