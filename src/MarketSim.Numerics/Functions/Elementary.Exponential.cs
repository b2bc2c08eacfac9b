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
    private const double ExpOverflow = 709.782712893384;
    private const double ExpUnderflow = -745.1332191019412;

    /// <summary>e to the power of x. Error below 0.6 ulp (1 ulp where the result is subnormal).</summary>
    public static double Exp(double x) =>
        Math.Abs(x) <= ExpPlainLimit ? ExpPlain(x) : ExpOutside(x);

    private static double ExpPlain(double x)
    {
        double shifted = Math.FusedMultiplyAdd(x, InverseLn2, RoundingShift);
        double n = shifted - RoundingShift;
        double high = Math.FusedMultiplyAdd(-n, Ln2High, x);
        double r = Math.FusedMultiplyAdd(-n, Ln2Low, high);
        double rounding = Math.FusedMultiplyAdd(-n, Ln2Low, high - r);
        double mantissa = ExpReduced(r, rounding);
        return mantissa * BitConverter.UInt64BitsToDouble((BitConverter.DoubleToUInt64Bits(shifted) + 1023) << 52);
    }

    /// <summary>exp(r + rounding) for |r| up to ln2 / 2 and a rounding below the last bit of r.</summary>
    private static double ExpReduced(double r, double rounding)
    {
        double sum = 1 + r;
        double lost = r - (sum - 1);
        return sum + (lost + (ExpTail(r) + rounding));
    }

    /// <summary>exp(r) - 1 - r.</summary>
    private static double ExpTail(double r)
    {
        double square = r * r;
        double q = Math.FusedMultiplyAdd(ExpQ9, r, ExpQ8);
        q = Math.FusedMultiplyAdd(q, r, ExpQ7);
        q = Math.FusedMultiplyAdd(q, r, ExpQ6);
        q = Math.FusedMultiplyAdd(q, r, ExpQ5);
        q = Math.FusedMultiplyAdd(q, r, ExpQ4);
        q = Math.FusedMultiplyAdd(q, r, ExpQ3);
        q = Math.FusedMultiplyAdd(q, r, ExpQ2);
        q = Math.FusedMultiplyAdd(q, r, ExpQ1);
        q = Math.FusedMultiplyAdd(q, r, ExpQ0);
        return Math.FusedMultiplyAdd(q, square * r, 0.5 * square);
    }

    private static double ExpOutside(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (x > ExpOverflow)
        {
            return double.PositiveInfinity;
        }

        if (x < ExpUnderflow)
        {
            return 0;
        }

        // exp(x) = exp(x - n ln2) * 2^n with n = ±64: the first factor stays in the plain range, the second product rounds once.
        double n = x > 0 ? 64 : -64;
        double scale = x > 0 ? 1.8446744073709552E+19 : 5.421010862427522E-20;
        double high = Math.FusedMultiplyAdd(-n, Ln2High, x);
        double low = -n * Ln2Low;
        double reduced = high + low;
        double lost = low - (reduced - high);
        double plain = ExpPlain(reduced);
        return Math.FusedMultiplyAdd(plain, lost, plain) * scale;
    }
}
