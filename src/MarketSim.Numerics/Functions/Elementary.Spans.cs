using System.Numerics;

namespace MarketSim.Numerics.Functions;

public static partial class Elementary
{
    /// <summary><see cref="Exp(double)"/> of every element, with the same bits.</summary>
    /// <param name="values">Any length.</param>
    /// <param name="results">The same length; may be the values themselves, but no other part of them.</param>
    public static void Exp(ReadOnlySpan<double> values, Span<double> results)
    {
        RequireSameLength(values, results);
        int width = Vector<double>.Count;
        int i = 0;
        for (; i <= values.Length - width; i += width)
        {
            var x = new Vector<double>(values[i..]);
            if (Vector.LessThanOrEqualAll(Vector.Abs(x), new Vector<double>(ExpPlainLimit)))
            {
                ExpPlain(x).CopyTo(results[i..]);
            }
            else
            {
                ExpEach(values.Slice(i, width), results[i..]);
            }
        }

        ExpEach(values[i..], results[i..]);
    }

    /// <summary><see cref="Log(double)"/> of every element, with the same bits.</summary>
    /// <param name="values">Any length.</param>
    /// <param name="results">The same length; may be the values themselves, but no other part of them.</param>
    public static void Log(ReadOnlySpan<double> values, Span<double> results)
    {
        RequireSameLength(values, results);
        int width = Vector<double>.Count;
        int i = 0;
        for (; i <= values.Length - width; i += width)
        {
            var x = new Vector<double>(values[i..]);
            if (Vector.GreaterThanOrEqualAll(x, new Vector<double>(SmallestNormal))
                && Vector.LessThanOrEqualAll(x, new Vector<double>(double.MaxValue)))
            {
                LogPlain(x).CopyTo(results[i..]);
            }
            else
            {
                LogEach(values.Slice(i, width), results[i..]);
            }
        }

        LogEach(values[i..], results[i..]);
    }

    // The two that follow repeat the scalar functions operation by operation: that is what makes their bits equal.
    private static Vector<double> ExpPlain(Vector<double> x)
    {
        Vector<double> shifted = MultiplyAdd(x, InverseLn2, new Vector<double>(RoundingShift));
        Vector<double> n = shifted - new Vector<double>(RoundingShift);
        Vector<double> high = MultiplyAdd(-n, Ln2High, x);
        Vector<double> low = MultiplyAdd(-n, Ln2Low, Vector<double>.Zero);
        Vector<double> r = high + low;
        Vector<double> rounding = high - r + low;

        Vector<double> q = MultiplyAdd(r, ExpQ9, new Vector<double>(ExpQ8));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(ExpQ7));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(ExpQ6));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(ExpQ5));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(ExpQ4));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(ExpQ3));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(ExpQ2));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(ExpQ1));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(ExpQ0));
        Vector<double> square = r * r;
        Vector<double> tail = Vector.FusedMultiplyAdd(q, square * r, square * 0.5);

        Vector<double> sum = r + Vector<double>.One;
        Vector<double> lost = r - (sum - Vector<double>.One);
        Vector<double> mantissa = sum + (lost + Vector.FusedMultiplyAdd(rounding, sum, tail));
        Vector<ulong> exponent = (Vector.AsVectorUInt64(shifted) + new Vector<ulong>(1023)) << 52;
        return mantissa * Vector.AsVectorDouble(exponent);
    }

    private static Vector<double> LogPlain(Vector<double> x)
    {
        Vector<long> bits = Vector.AsVectorInt64(x);
        Vector<long> n = (bits - new Vector<long>(SqrtHalfBits)) >> 52;
        Vector<double> f = Vector.AsVectorDouble(bits - (n << 52)) - Vector<double>.One;
        Vector<double> exponent = Vector.ConvertToDouble(n);

        Vector<double> s = f / (f + new Vector<double>(2));
        Vector<double> z = s * s;
        Vector<double> l = MultiplyAdd(z, LogL7, new Vector<double>(LogL6));
        l = Vector.FusedMultiplyAdd(l, z, new Vector<double>(LogL5));
        l = Vector.FusedMultiplyAdd(l, z, new Vector<double>(LogL4));
        l = Vector.FusedMultiplyAdd(l, z, new Vector<double>(LogL3));
        l = Vector.FusedMultiplyAdd(l, z, new Vector<double>(LogL2));
        l = Vector.FusedMultiplyAdd(l, z, new Vector<double>(LogL1));
        l = Vector.FusedMultiplyAdd(l, z, new Vector<double>(LogL0));
        Vector<double> halfSquare = f * 0.5 * f;
        Vector<double> correction = s * Vector.FusedMultiplyAdd(z, l, halfSquare);
        Vector<double> low = MultiplyAdd(exponent, Ln2Low, correction);
        return MultiplyAdd(exponent, Ln2High, f - (halfSquare - low));
    }

    private static Vector<double> MultiplyAdd(Vector<double> left, double right, Vector<double> addend) =>
        Vector.FusedMultiplyAdd(left, new Vector<double>(right), addend);

    private static void ExpEach(ReadOnlySpan<double> values, Span<double> results)
    {
        for (int i = 0; i < values.Length; i++)
        {
            results[i] = Exp(values[i]);
        }
    }

    private static void LogEach(ReadOnlySpan<double> values, Span<double> results)
    {
        for (int i = 0; i < values.Length; i++)
        {
            results[i] = Log(values[i]);
        }
    }

    private static void RequireSameLength(ReadOnlySpan<double> values, ReadOnlySpan<double> results)
    {
        if (values.Length != results.Length)
        {
            throw new ArgumentException($"The results have {results.Length} elements; they need as many as the values, {values.Length}.", nameof(results));
        }
    }
}
