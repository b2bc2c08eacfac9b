using static MarketSim.Numerics.Functions.Reduction;

namespace MarketSim.Numerics.Functions;

/// <summary>Powers with any exponent, by a logarithm of more than double precision.</summary>
internal static class Power
{
    // log(1 + r) = r - r²/2 + r³ C(r) for |r| below 2^-7.1 (make_coefficients.py beside the tests).
    private const double Cubic0 = 0.3333333333333333;
    private const double Cubic1 = -0.25000000000000167;
    private const double Cubic2 = 0.20000000000000148;
    private const double Cubic3 = -0.1666666664196152;
    private const double Cubic4 = 0.14285714263255037;
    private const double Cubic5 = -0.1250092989978688;
    private const double Cubic6 = 0.11111956475273586;

    public static double Of(double x, double y)
    {
        if (x >= SmallestNormal && x <= double.MaxValue && Math.Abs(y) <= double.MaxValue)
        {
            return OfPositive(x, y);
        }

        if (x == 1 || y == 0)
        {
            return 1;
        }

        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        if (double.IsInfinity(y))
        {
            return ToInfinite(Math.Abs(x), y);
        }

        if (x >= 0 || double.IsInteger(y))
        {
            double magnitude = Magnitude(Math.Abs(x), y);
            return double.IsNegative(x) && double.IsOddInteger(y) ? -magnitude : magnitude;
        }

        return double.IsNegativeInfinity(x) ? Magnitude(double.PositiveInfinity, y) : double.NaN;
    }

    private static double ToInfinite(double x, double y) =>
        x == 1 ? 1 : x > 1 == y > 0 ? double.PositiveInfinity : 0;

    /// <summary>x to the power of y, for x from 0 to infinity and any finite y but 0.</summary>
    private static double Magnitude(double x, double y)
    {
        if (x == 0 || double.IsInfinity(x))
        {
            return x == 0 == y > 0 ? 0 : double.PositiveInfinity;
        }

        return OfPositive(x, y);
    }

    private static double OfPositive(double x, double y)
    {
        double high = LogTwofold(x, out double low);
        double product = y * high;
        if (Math.Abs(product) > 800)
        {
            return product > 0 ? double.PositiveInfinity : 0;
        }

        return Exponential.Of(product, Math.FusedMultiplyAdd(y, high, -product) + (y * low));
    }

    /// <summary>Logarithm as the sum of two numbers, relative error below 2^-66.</summary>
    private static double LogTwofold(double x, out double low)
    {
        double exponent = 0;
        if (x < SmallestNormal)
        {
            x *= TwoTo54;
            exponent = -54;
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        long offset = bits - LogarithmTable.Start;
        long n = offset >> 52;
        double m = BitConverter.Int64BitsToDouble(bits - (n << 52));
        exponent += n;
        int row = 3 * (int)((offset >> LogarithmTable.IntervalShift) & (LogarithmTable.Intervals - 1));
        double[] table = LogarithmTable.Rows;

        double r = Math.FusedMultiplyAdd(m, table[row], -1);
        double constant = Math.FusedMultiplyAdd(exponent, Ln2High, table[row + 1]);
        double constantLow = Math.FusedMultiplyAdd(exponent, Ln2Low, table[row + 2]);

        // The first two terms of log(1 + r) keep what their rounding loses; the others are small.
        double halfSquare = 0.5 * r * r;
        double halfSquareLost = Math.FusedMultiplyAdd(0.5 * r, r, -halfSquare);
        double linear = TwoSum(constant, r, out double linearLost);
        double sum = TwoSum(linear, -halfSquare, out double sumLost);
        double small = constantLow + (linearLost + (sumLost - halfSquareLost)) + (r * r * r * Cubic(r));
        double high = sum + small;
        low = sum - high + small;
        return high;
    }

    private static double Cubic(double r)
    {
        double c = Math.FusedMultiplyAdd(Cubic6, r, Cubic5);
        c = Math.FusedMultiplyAdd(c, r, Cubic4);
        c = Math.FusedMultiplyAdd(c, r, Cubic3);
        c = Math.FusedMultiplyAdd(c, r, Cubic2);
        c = Math.FusedMultiplyAdd(c, r, Cubic1);
        return Math.FusedMultiplyAdd(c, r, Cubic0);
    }

    /// <summary>Rounded sum and what the rounding lost, exactly (Knuth).</summary>
    private static double TwoSum(double a, double b, out double lost)
    {
        double sum = a + b;
        double part = sum - a;
        lost = a - (sum - part) + (b - part);
        return sum;
    }
}
