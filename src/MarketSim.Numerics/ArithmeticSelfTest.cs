using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MarketSim.Numerics.Dense;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Numerics;

/// <summary>
/// A digest of the results of this machine's arithmetic, at fixed inputs: elementary functions, random numbers and dense kernels. Processors (or just-in-time
/// compilers) whose digests differ would give a run different results, so their nodes do not work together.
/// </summary>
public static class ArithmeticSelfTest
{
    private const int Points = 257;
    private const ulong Seed = 20_240_229;

    /// <summary>SHA-256 over the bits of all results, in lower-case hexadecimal.</summary>
    public static string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AddElementary(hash);
        AddSpans(hash);
        AddRandomness(hash);
        AddDense(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AddElementary(IncrementalHash hash)
    {
        for (int i = 1; i < Points; i++)
        {
            double x = i / 16.0;
            Add(hash, Elementary.Exp(x - 8));
            Add(hash, Elementary.Expm1((x - 8) / 64));
            Add(hash, Elementary.Log(x));
            Add(hash, Elementary.Pow(x, 1 / x));
            Add(hash, Elementary.NormalCdf(x - 8));
            Add(hash, Elementary.InverseNormalCdf(i / (double)Points));
            Add(hash, Math.Sqrt(x));
        }
    }

    /// <summary>Lengths that are no multiple of any vector's.</summary>
    private static void AddSpans(IncrementalHash hash)
    {
        double[] values = [.. Enumerable.Range(1, Points).Select(i => i / 32.0)];
        double[] results = new double[Points];
        Elementary.Exp(values, results);
        Array.ForEach(results, result => Add(hash, result));
        Elementary.Log(values, results);
        Array.ForEach(results, result => Add(hash, result));
    }

    private static void AddRandomness(IncrementalHash hash)
    {
        var stream = new RandomStream(Seed, RandomPurpose.Test, group: 1, index: 2);
        for (int i = 0; i < Points; i++)
        {
            Add(hash, stream.NextUInt64());
            Add(hash, stream.NextNormal());
            Add(hash, stream.NextExponential(3));
            Add(hash, stream.NextLogNormal(0, 1));
            Add(hash, stream.NextPareto(1, 1.5));
            Add(hash, (ulong)stream.NextPoisson(12.5));
        }
    }

    /// <summary>The operations of networks, in single precision: products, functions, roots and quotients, at sizes that are no multiple of any vector's.</summary>
    private static void AddDense(IncrementalHash hash)
    {
        const int size = 37;
        var stream = new RandomStream(Seed, RandomPurpose.Test, group: 3, index: 4);
        float[] left = [.. Enumerable.Range(0, size * size).Select(_ => (float)stream.NextNormal())];
        float[] right = [.. Enumerable.Range(0, size * size).Select(_ => (float)stream.NextNormal())];
        float[] result = new float[size * size];
        Matrix.Multiply(left, right, [], result, size, size, size);
        Matrix.AddTransposedProduct(left, right, result, size, size, size);
        Add(hash, result);
        Elementary.Tanh(result, left);
        Add(hash, left);
        Elementary.Sigmoid(result, left);
        Add(hash, left);
        Elementary.Softplus(result, left);
        Add(hash, left);
        Elementary.Exp(result, left);
        Elementary.Log(left, right);
        Add(hash, left);
        Add(hash, right);
        Add(hash, [.. result.Select(value => float.Sqrt(Math.Abs(value)) / 3)]);
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<float> values) => hash.AppendData(MemoryMarshal.AsBytes(values));

    private static void Add(IncrementalHash hash, double value) => Add(hash, BitConverter.DoubleToUInt64Bits(value));

    private static void Add(IncrementalHash hash, ulong bits)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, bits);
        hash.AppendData(bytes);
    }
}
