using System.Runtime.InteropServices;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Optimisation;

/// <summary>Saves and restores arrays of an optimiser, little-endian.</summary>
internal static class OptimiserState
{
    public static void Write(MessagePackWriter writer, float[] values) => writer.WriteBytes(MemoryMarshal.AsBytes<float>(values));

    public static void Read(ref MessagePackReader reader, float[] values, string name)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        if (bytes.Length != values.Length * sizeof(float))
        {
            throw new InvalidDataException(
                $"The optimiser's {name} are {bytes.Length / sizeof(float)} floats; this one has {values.Length}: the state is of another model.");
        }

        bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    public static void ReadKind(ref MessagePackReader reader, string kind)
    {
        string found = reader.ReadString();
        if (found != kind)
        {
            throw new InvalidDataException($"The optimiser's state is of {found}; this one is {kind}.");
        }
    }
}
