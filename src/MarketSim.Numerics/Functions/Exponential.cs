using System.Numerics;
using static MarketSim.Numerics.Functions.Reduction;

namespace MarketSim.Numerics.Functions;

/// <summary>The exponential function, scalar and of vectors.</summary>
internal static class Exponential
{
    // exp(r) = 1 + r + r²/2 + r³ Q(r) for |r| up to ln2 / 2 (make_coefficients.py beside the tests).
    private const double Q0 = 0.16666666666666669;
    private const double Q1 = 0.041666666666666664;
    private const double Q2 = 0.008333333333330065;
    private const double Q3 = 0.0013888888888886554;
    private const double Q4 = 0.00019841269863040545;
    private const double Q5 = 2.4801587317135164e-05;
    private const double Q6 = 2.755726848030948e-06;
    private const double Q7 = 2.7557282984055486e-07;
    private const double Q8 = 2.5100375832820886e-08;
    private const double Q9 = 2.0911229729943987e-09;

    // Within it, 2^n of the reduction is a normal number and the result neither overflows nor loses bits.
    private const double PlainLimit = 708;
    private const double Overflow = 709.79;
    private const double Underflow = -745.14;
    private const double TwoTo64 = 18446744073709551616.0;

    /// <summary>exp(x + low) for a low part below the last bit of x.</summary>
    public static double Of(double x, double low) =>
        Math.Abs(x) <= PlainLimit ? Plain(x, low) : Outside(x, low);

    public static void Of(ReadOnlySpan<double> values, Span<double> results)
    {
        DoubleVectors.RequireSameLength(values, results);
        int width = Vector<double>.Count;
        int i = 0;
        for (; i <= values.Length - width; i += width)
        {
            var x = new Vector<double>(values[i..]);
            if (Vector.LessThanOrEqualAll(Vector.Abs(x), new Vector<double>(PlainLimit)))
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

    public static double MinusOne(double x)
    {
        if (Math.Abs(x) < 1e-300)
        {
            return x;
        }

        // Beyond these the 1, or the exponential, is below half of the last bit; a NaN ends here too.
        if (!(x < 41))
        {
            return Of(x, 0);
        }

        if (x < -38)
        {
            return -1;
        }

        double shifted = Math.FusedMultiplyAdd(x, InverseLn2, RoundingShift);
        double n = shifted - RoundingShift;
        double high = Math.FusedMultiplyAdd(-n, Ln2High, x);
        double r = Math.FusedMultiplyAdd(-n, Ln2Low, high);
        double rounding = Math.FusedMultiplyAdd(-n, Ln2Low, high - r);
        double reduced = r + Math.FusedMultiplyAdd(rounding, 1 + r, Tail(r));
        double scale = PowerOfTwo(shifted);
        return Math.FusedMultiplyAdd(scale, reduced, scale - 1);
    }

    private static double Plain(double x, double low)
    {
        double shifted = Math.FusedMultiplyAdd(x, InverseLn2, RoundingShift);
        double n = shifted - RoundingShift;
        double high = Math.FusedMultiplyAdd(-n, Ln2High, x);
        low = Math.FusedMultiplyAdd(-n, Ln2Low, low);
        double r = high + low;
        double rounding = high - r + low;

        // 1 + r loses bits of r that the small terms take up again.
        double sum = 1 + r;
        double lost = r - (sum - 1);
        double mantissa = sum + (lost + Math.FusedMultiplyAdd(rounding, sum, Tail(r)));
        return mantissa * PowerOfTwo(shifted);
    }

    /// <summary>exp(r) - 1 - r for |r| up to ln2 / 2.</summary>
    private static double Tail(double r)
    {
        double q = Math.FusedMultiplyAdd(Q9, r, Q8);
        q = Math.FusedMultiplyAdd(q, r, Q7);
        q = Math.FusedMultiplyAdd(q, r, Q6);
        q = Math.FusedMultiplyAdd(q, r, Q5);
        q = Math.FusedMultiplyAdd(q, r, Q4);
        q = Math.FusedMultiplyAdd(q, r, Q3);
        q = Math.FusedMultiplyAdd(q, r, Q2);
        q = Math.FusedMultiplyAdd(q, r, Q1);
        q = Math.FusedMultiplyAdd(q, r, Q0);
        double square = r * r;
        return Math.FusedMultiplyAdd(q, square * r, 0.5 * square);
    }

    /// <summary>2^n from the sum of n and <see cref="RoundingShift"/>.</summary>
    private static double PowerOfTwo(double shifted) =>
        BitConverter.UInt64BitsToDouble((BitConverter.DoubleToUInt64Bits(shifted) + 1023) << 52);

    private static double Outside(double x, double low)
    {
        if (double.IsNaN(x) || x > Overflow)
        {
            return x * double.PositiveInfinity;
        }

        if (x < Underflow)
        {
            return 0;
        }

        // 64 powers of two aside the rest is plain, and the last product rounds the result, to a subnormal or infinity too.
        double n = x > 0 ? 64 : -64;
        double rest = Plain(
            Math.FusedMultiplyAdd(-n, Ln2High, x),
            Math.FusedMultiplyAdd(-n, Ln2Low, low));
        return rest * (x > 0 ? TwoTo64 : 1 / TwoTo64);
    }

    // Repeats the scalar function operation by operation: that is what makes the bits equal.
    private static Vector<double> Plain(Vector<double> x)
    {
        Vector<double> shifted = DoubleVectors.MultiplyAdd(x, InverseLn2, new Vector<double>(RoundingShift));
        Vector<double> n = shifted - new Vector<double>(RoundingShift);
        Vector<double> high = DoubleVectors.MultiplyAdd(-n, Ln2High, x);
        Vector<double> low = DoubleVectors.MultiplyAdd(-n, Ln2Low, Vector<double>.Zero);
        Vector<double> r = high + low;
        Vector<double> rounding = high - r + low;

        Vector<double> q = DoubleVectors.MultiplyAdd(r, Q9, new Vector<double>(Q8));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(Q7));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(Q6));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(Q5));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(Q4));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(Q3));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(Q2));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(Q1));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<double>(Q0));
        Vector<double> square = r * r;
        Vector<double> tail = Vector.FusedMultiplyAdd(q, square * r, square * 0.5);

        Vector<double> sum = r + Vector<double>.One;
        Vector<double> lost = r - (sum - Vector<double>.One);
        Vector<double> mantissa = sum + (lost + Vector.FusedMultiplyAdd(rounding, sum, tail));
        Vector<ulong> exponent = (Vector.AsVectorUInt64(shifted) + new Vector<ulong>(1023)) << 52;
        return mantissa * Vector.AsVectorDouble(exponent);
    }

    private static void Each(ReadOnlySpan<double> values, Span<double> results)
    {
        for (int i = 0; i < values.Length; i++)
        {
            results[i] = Of(values[i], 0);
        }
    }
}
