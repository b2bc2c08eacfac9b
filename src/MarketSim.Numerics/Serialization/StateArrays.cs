
namespace MarketSim.Numerics.Serialization;

/// <summary>Arrays of fixed length as parts of a saved state.</summary>
public static class StateArrays
{
    /// <summary>Writes the length, then each value.</summary>
    public static void Write(MessagePackWriter writer, ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(values.Length);
        foreach (float value in values)
        {
            writer.WriteSingle(value);
        }
    }

    /// <summary>Writes the length, then each value.</summary>
    public static void Write(MessagePackWriter writer, ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(values.Length);
        foreach (double value in values)
        {
            writer.WriteDouble(value);
        }
    }

    /// <summary>Writes the length, then each value.</summary>
    public static void Write(MessagePackWriter writer, ReadOnlySpan<long> values)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(values.Length);
        foreach (long value in values)
        {
            writer.WriteInt64(value);
        }
    }

    /// <exception cref="InvalidDataException">The saved array has another length.</exception>
    public static void Read(ref MessagePackReader reader, Span<float> values)
    {
        reader.ReadArrayHeader(values.Length);
        foreach (ref float value in values)
        {
            value = reader.ReadSingle();
        }
    }

    /// <inheritdoc cref="Read(ref MessagePackReader, Span{float})"/>
    public static void Read(ref MessagePackReader reader, Span<double> values)
    {
        reader.ReadArrayHeader(values.Length);
        foreach (ref double value in values)
        {
            value = reader.ReadDouble();
        }
    }

    /// <inheritdoc cref="Read(ref MessagePackReader, Span{float})"/>
    public static void Read(ref MessagePackReader reader, Span<long> values)
    {
        reader.ReadArrayHeader(values.Length);
        foreach (ref long value in values)
        {
            value = reader.ReadInt64();
        }
    }
}
