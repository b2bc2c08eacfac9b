using System.Buffers.Binary;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire;

/// <summary>The frame around the messages; WIRE.md gives it byte for byte.</summary>
internal static class FrameFormat
{
    /// <summary>First element of every frame, so that nothing else is taken for one: "MS".</summary>
    public const int Magic = 0x4D53;

    /// <summary>Version of the format that this program writes, and the only one it reads.</summary>
    public const int Version = 4;

    /// <summary>Magic, version, the five fields of the header, snapshot, messages, checksum.</summary>
    public const int ElementCount = 10;

    /// <summary>The last element has always the same width, so that it can be found and checked before anything else is read.</summary>
    public const int ChecksumLength = 5;

    private const byte FixedWidthUInt32 = 0xCE;

    /// <summary>Fills the last <see cref="ChecksumLength"/> bytes of a frame with the checksum of those before.</summary>
    public static void Seal(Span<byte> frame)
    {
        Span<byte> content = frame[..^ChecksumLength];
        frame[content.Length] = FixedWidthUInt32;
        BinaryPrimitives.WriteUInt32BigEndian(frame[(content.Length + 1)..], Crc32C.Of(content));
    }

    public static bool IsSealed(ReadOnlySpan<byte> frame) =>
        frame.Length > ChecksumLength
        && frame[^ChecksumLength] == FixedWidthUInt32
        && BinaryPrimitives.ReadUInt32BigEndian(frame[^(ChecksumLength - 1)..]) == Crc32C.Of(frame[..^ChecksumLength]);
}
