namespace MarketSim.Numerics.Functions;

/// <summary>
/// Elementary functions that give the same bits on every processor: they use nothing but operations that IEEE 754 rounds
/// exactly (+, -, *, /, square root, fused multiply-add) and operations on bits.
/// </summary>
public static partial class Elementary
{
    // ln 2 in two parts. The high one has 32 bits, so that its product with the exponent of any double is exact.
    private const double Ln2High = 0.6931471806019545;
    private const double Ln2Low = -4.2009150726810846e-11;
    private const double InverseLn2 = 1.4426950408889634;

    // Adding and subtracting 1.5 * 2^52 rounds to an integer, whose bits then stand at the low end of the sum.
    private const double RoundingShift = 6755399441055744.0;

    // exp(r) = 1 + r + r²/2 + r³ Q(r) for |r| up to ln2 / 2 (make_coefficients.py beside the tests).
    private const double ExpQ0 = 0.16666666666666669;
    private const double ExpQ1 = 0.041666666666666664;
    private const double ExpQ2 = 0.008333333333330065;
    private const double ExpQ3 = 0.0013888888888886554;
    private const double ExpQ4 = 0.00019841269863040545;
    private const double ExpQ5 = 2.4801587317135164e-05;
    private const double ExpQ6 = 2.755726848030948e-06;
    private const double ExpQ7 = 2.7557282984055486e-07;
    private const double ExpQ8 = 2.5100375832820886e-08;
    private const double ExpQ9 = 2.0911229729943987e-09;

    // Within it, 2^n of the reduction is a normal number and the result neither overflows nor loses bits.
    private const double ExpPlainLimit = 708;
    private const double ExpOverflow = 709.79;
    private const double ExpUnderflow = -745.14;
    private const double TwoTo64 = 18446744073709551616.0;

    /// <summary>e to the power of x. Error below 0.65 ulp (1.1 ulp where the result is subnormal).</summary>
    public static double Exp(double x) => Exp(x, 0);

    /// <summary>exp(x) - 1, accurate for small x too. Error below 1.4 ulp.</summary>
    public static double Expm1(double x)
    {
        if (Math.Abs(x) < 1e-300)
        {
            return x;
        }

        // Beyond these the 1, or the exponential, is below half of the last bit; a NaN ends here too.
        if (!(x < 41))
        {
            return Exp(x);
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
        double reduced = r + Math.FusedMultiplyAdd(rounding, 1 + r, ExpTail(r));
        double scale = PowerOfTwo(shifted);
        return Math.FusedMultiplyAdd(scale, reduced, scale - 1);
    }

    /// <summary>exp(x + low) for a low part below the last bit of x.</summary>
    private static double Exp(double x, double low) =>
        Math.Abs(x) <= ExpPlainLimit ? ExpPlain(x, low) : ExpOutside(x, low);

    private static double ExpPlain(double x, double low)
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
        double mantissa = sum + (lost + Math.FusedMultiplyAdd(rounding, sum, ExpTail(r)));
        return mantissa * PowerOfTwo(shifted);
    }

    /// <summary>exp(r) - 1 - r for |r| up to ln2 / 2.</summary>
    private static double ExpTail(double r)
    {
        double q = Math.FusedMultiplyAdd(ExpQ9, r, ExpQ8);
        q = Math.FusedMultiplyAdd(q, r, ExpQ7);
        q = Math.FusedMultiplyAdd(q, r, ExpQ6);
        q = Math.FusedMultiplyAdd(q, r, ExpQ5);
        q = Math.FusedMultiplyAdd(q, r, ExpQ4);
        q = Math.FusedMultiplyAdd(q, r, ExpQ3);
        q = Math.FusedMultiplyAdd(q, r, ExpQ2);
        q = Math.FusedMultiplyAdd(q, r, ExpQ1);
        q = Math.FusedMultiplyAdd(q, r, ExpQ0);
        double square = r * r;
        return Math.FusedMultiplyAdd(q, square * r, 0.5 * square);
    }

    /// <summary>2^n from the sum of n and <see cref="RoundingShift"/>.</summary>
    private static double PowerOfTwo(double shifted) =>
        BitConverter.UInt64BitsToDouble((BitConverter.DoubleToUInt64Bits(shifted) + 1023) << 52);

    private static double ExpOutside(double x, double low)
    {
        if (double.IsNaN(x) || x > ExpOverflow)
        {
            return x * double.PositiveInfinity;
        }

        if (x < ExpUnderflow)
        {
            return 0;
        }

        // 64 powers of two aside the rest is plain, and the last product rounds the result, to a subnormal or infinity too.
        double n = x > 0 ? 64 : -64;
        double rest = ExpPlain(
            Math.FusedMultiplyAdd(-n, Ln2High, x),
            Math.FusedMultiplyAdd(-n, Ln2Low, low));
        return rest * (x > 0 ? TwoTo64 : 1 / TwoTo64);
    }
}
