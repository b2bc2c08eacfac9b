using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MarketSim.Learning.Persistence;

/// <summary>A named array as it stands in a file: little-endian, the last dimension running fastest.</summary>
public sealed class Tensor
{
    private readonly long[] _shape;

    internal Tensor(string name, TensorType type, ReadOnlySpan<long> shape, ReadOnlyMemory<byte> data)
    {
        Name = name;
        Type = type;
        _shape = shape.ToArray();
        Data = data;
    }

    /// <summary>Its name in the file.</summary>
    public string Name { get; }

    /// <summary>The type of its elements.</summary>
    public TensorType Type { get; }

    /// <summary>Empty for a single number.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>Product of the shape times the size of an element.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>A tensor of 32-bit floating-point numbers.</summary>
    /// <param name="name">Not empty.</param>
    /// <param name="shape">Its product is the number of values.</param>
    /// <param name="values">Copied.</param>
    public static Tensor Of(string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values)
    {
        RequireCount(name, shape, values.Length);
        byte[] data = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), values[i]);
        }

        return new Tensor(name, TensorType.F32, shape, data);
    }

    /// <summary>A tensor of 64-bit floating-point numbers.</summary>
    /// <inheritdoc cref="Of(string, ReadOnlySpan{long}, ReadOnlySpan{float})"/>
    public static Tensor Of(string name, ReadOnlySpan<long> shape, ReadOnlySpan<double> values)
    {
        RequireCount(name, shape, values.Length);
        byte[] data = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(i * sizeof(double)), values[i]);
        }

        return new Tensor(name, TensorType.F64, shape, data);
    }

    /// <summary>The elements of an F32 tensor.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public float[] ToSingles()
    {
        Require(TensorType.F32);
        float[] values = new float[Data.Length / sizeof(float)];
        CopyTo(MemoryMarshal.AsBytes(values.AsSpan()), sizeof(float));
        return values;
    }

    /// <summary>The elements of an F64 tensor.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public double[] ToDoubles()
    {
        Require(TensorType.F64);
        double[] values = new double[Data.Length / sizeof(double)];
        CopyTo(MemoryMarshal.AsBytes(values.AsSpan()), sizeof(double));
        return values;
    }

    internal static string Text(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";

    private static void RequireCount(string name, ReadOnlySpan<long> shape, int count)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        long elements = 1;
        foreach (long dimension in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
            elements = checked(elements * dimension);
        }

        if (elements != count)
        {
            throw new ArgumentException($"Tensor '{name}' of shape {Text(shape)} has {elements} elements; {count} values were given.", nameof(shape));
        }
    }

    private void Require(TensorType type)
    {
        if (Type != type)
        {
            throw new InvalidOperationException($"Tensor '{Name}' is of type {TensorTypes.NameOf(Type)}; it is asked for as {TensorTypes.NameOf(type)}.");
        }
    }

    private void CopyTo(Span<byte> destination, int elementBytes)
    {
        Data.Span.CopyTo(destination);
        if (BitConverter.IsLittleEndian)
        {
            return;
        }

        for (int start = 0; start < destination.Length; start += elementBytes)
        {
            destination.Slice(start, elementBytes).Reverse();
        }
    }
}
