namespace MarketSim.Numerics.Functions;

public static partial class Elementary
{
    private const long SqrtHalfBits = 0x3FE6A09E667F3BCD;
    private const double SmallestNormal = 2.2250738585072014E-308;
    private const double TwoTo54 = 18014398509481984.0;

    // log((1 + s) / (1 - s)) = 2s + s³ L(s²) for m in [sqrt(1/2), sqrt(2)] (make_coefficients.py beside the tests).
    private const double LogL0 = 0.6666666666666666;
    private const double LogL1 = 0.4000000000000088;
    private const double LogL2 = 0.28571428570803614;
    private const double LogL3 = 0.22222222391713917;
    private const double LogL4 = 0.18181795640132906;
    private const double LogL5 = 0.15386239702814658;
    private const double LogL6 = 0.13268773138656886;
    private const double LogL7 = 0.13086626147840102;

    /// <summary>Natural logarithm. Error below 0.8 ulp; -infinity at 0, NaN below.</summary>
    public static double Log(double x)
    {
        if (x >= SmallestNormal && x <= double.MaxValue)
        {
            return LogPlain(x, 0);
        }

        if (x > 0 && x < SmallestNormal)
        {
            return LogPlain(x * TwoTo54, -54);
        }

        return x == 0 ? double.NegativeInfinity : double.IsPositiveInfinity(x) ? x : double.NaN;
    }

    private static double LogPlain(double x, double exponent)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        long n = (bits - SqrtHalfBits) >> 52;
        double f = BitConverter.Int64BitsToDouble(bits - (n << 52)) - 1;
        exponent += n;

        // log(1 + f) = f - f²/2 + s (f²/2 + s² L(s²)) with s = f / (2 + f).
        double s = f / (2 + f);
        double z = s * s;
        double l = Math.FusedMultiplyAdd(LogL7, z, LogL6);
        l = Math.FusedMultiplyAdd(l, z, LogL5);
        l = Math.FusedMultiplyAdd(l, z, LogL4);
        l = Math.FusedMultiplyAdd(l, z, LogL3);
        l = Math.FusedMultiplyAdd(l, z, LogL2);
        l = Math.FusedMultiplyAdd(l, z, LogL1);
        l = Math.FusedMultiplyAdd(l, z, LogL0);
        double halfSquare = 0.5 * f * f;
        double correction = s * Math.FusedMultiplyAdd(z, l, halfSquare);
        double low = Math.FusedMultiplyAdd(exponent, Ln2Low, correction);
        return Math.FusedMultiplyAdd(exponent, Ln2High, f - (halfSquare - low));
    }
}
