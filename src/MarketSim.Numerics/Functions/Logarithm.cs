using System.Numerics;
using static MarketSim.Numerics.Functions.Reduction;

namespace MarketSim.Numerics.Functions;

/// <summary>The natural logarithm, scalar and of vectors.</summary>
internal static class Logarithm
{
    private const long SqrtHalfBits = 0x3FE6A09E667F3BCD;

    // log((1 + s) / (1 - s)) = 2s + s³ L(s²) for m in [sqrt(1/2), sqrt(2)] (make_coefficients.py beside the tests).
    private const double L0 = 0.6666666666666666;
    private const double L1 = 0.4000000000000088;
    private const double L2 = 0.28571428570803614;
    private const double L3 = 0.22222222391713917;
    private const double L4 = 0.18181795640132906;
    private const double L5 = 0.15386239702814658;
    private const double L6 = 0.13268773138656886;
    private const double L7 = 0.13086626147840102;

    public static double Of(double x)
    {
        if (x >= SmallestNormal && x <= double.MaxValue)
        {
            return Plain(x, 0);
        }

        if (x > 0 && x < SmallestNormal)
        {
            return Plain(x * TwoTo54, -54);
        }

        return x == 0 ? double.NegativeInfinity : double.IsPositiveInfinity(x) ? x : double.NaN;
    }

    public static void Of(ReadOnlySpan<double> values, Span<double> results)
    {
        DoubleVectors.RequireSameLength(values, results);
        int width = Vector<double>.Count;
        int i = 0;
        for (; i <= values.Length - width; i += width)
        {
            var x = new Vector<double>(values[i..]);
            if (Vector.GreaterThanOrEqualAll(x, new Vector<double>(SmallestNormal))
                && Vector.LessThanOrEqualAll(x, new Vector<double>(double.MaxValue)))
            {
                Plain(x).CopyTo(results[i..]);
            }
            else
            {
                Each(values.Slice(i, width), results[i..]);
            }
        }

        Each(values[i..], results[i..]);
    }

    private static double Plain(double x, double exponent)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        long n = (bits - SqrtHalfBits) >> 52;
        double f = BitConverter.Int64BitsToDouble(bits - (n << 52)) - 1;
        exponent += n;

        // log(1 + f) = f - f²/2 + s (f²/2 + s² L(s²)) with s = f / (2 + f).
        double s = f / (2 + f);
        double z = s * s;
        double l = Math.FusedMultiplyAdd(L7, z, L6);
        l = Math.FusedMultiplyAdd(l, z, L5);
        l = Math.FusedMultiplyAdd(l, z, L4);
        l = Math.FusedMultiplyAdd(l, z, L3);
        l = Math.FusedMultiplyAdd(l, z, L2);
        l = Math.FusedMultiplyAdd(l, z, L1);
        l = Math.FusedMultiplyAdd(l, z, L0);
        double halfSquare = 0.5 * f * f;
        double correction = s * Math.FusedMultiplyAdd(z, l, halfSquare);
        double low = Math.FusedMultiplyAdd(exponent, Ln2Low, correction);
        return Math.FusedMultiplyAdd(exponent, Ln2High, f - (halfSquare - low));
    }

    // Repeats the scalar function operation by operation: that is what makes the bits equal.
    private static Vector<double> Plain(Vector<double> x)
    {
        Vector<long> bits = Vector.AsVectorInt64(x);
        Vector<long> n = (bits - new Vector<long>(SqrtHalfBits)) >> 52;
        Vector<double> f = Vector.AsVectorDouble(bits - (n << 52)) - Vector<double>.One;
        Vector<double> exponent = Vector.ConvertToDouble(n);

        Vector<double> s = f / (f + new Vector<double>(2));
        Vector<double> z = s * s;
        Vector<double> l = DoubleVectors.MultiplyAdd(z, L7, new Vector<double>(L6));
        l = Vector.FusedMultiplyAdd(l, z, new Vector<double>(L5));
        l = Vector.FusedMultiplyAdd(l, z, new Vector<double>(L4));
        l = Vector.FusedMultiplyAdd(l, z, new Vector<double>(L3));
        l = Vector.FusedMultiplyAdd(l, z, new Vector<double>(L2));
        l = Vector.FusedMultiplyAdd(l, z, new Vector<double>(L1));
        l = Vector.FusedMultiplyAdd(l, z, new Vector<double>(L0));
        Vector<double> halfSquare = f * 0.5 * f;
        Vector<double> correction = s * Vector.FusedMultiplyAdd(z, l, halfSquare);
        Vector<double> low = DoubleVectors.MultiplyAdd(exponent, Ln2Low, correction);
        return DoubleVectors.MultiplyAdd(exponent, Ln2High, f - (halfSquare - low));
    }

    private static void Each(ReadOnlySpan<double> values, Span<double> results)
    {
        for (int i = 0; i < values.Length; i++)
        {
            results[i] = Of(values[i]);
        }
    }
}
