using System.Runtime.InteropServices;

namespace MarketSim.Numerics.Serialization;

/// <summary>Rows of floats as one block of bytes, little-endian, so that weights and replay of megabytes save quickly.</summary>
public static class FloatBlocks
{
    /// <summary>Writes floats as one block.</summary>
    public static void WriteFloats(this MessagePackWriter writer, ReadOnlySpan<float> values)
    {
        RequireLittleEndian();
        writer.WriteBytes(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Reads exactly as many floats as the target holds.</summary>
    /// <param name="what">Names the values in the error.</param>
    public static void ReadFloats(this ref MessagePackReader reader, Span<float> values, string what)
    {
        RequireLittleEndian();
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        if (bytes.Length != values.Length * sizeof(float))
        {
            throw new InvalidDataException($"{what}: {bytes.Length / sizeof(float)} numbers are saved, {values.Length} are needed; the file is of other settings.");
        }

        bytes.CopyTo(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Reads as many floats as are saved.</summary>
    public static float[] ReadFloatArray(this ref MessagePackReader reader, string what)
    {
        RequireLittleEndian();
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        if (bytes.Length % sizeof(float) != 0)
        {
            throw new InvalidDataException($"{what}: {bytes.Length} bytes are no whole number of floats; the file is damaged.");
        }

        float[] values = new float[bytes.Length / sizeof(float)];
        bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Saved weights are little-endian; this processor is not.");
        }
    }
}
