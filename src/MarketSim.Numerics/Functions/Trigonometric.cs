using static MarketSim.Numerics.Functions.Reduction;

namespace MarketSim.Numerics.Functions;

/// <summary>Sine and cosine.</summary>
internal static class Trigonometric
{
    // pi / 2 in three parts. The first has 33 bits, so that its product with a quadrant number below 2^20 is exact.
    private const double HalfPiHigh = 1.5707963267341256;
    private const double HalfPiMiddle = 6.077100506506192e-11;
    private const double HalfPiLow = 3.5215598651832e-27;
    private const double TwoOverPi = 0.6366197723675814;
    private const double QuarterPi = 0.7853981633974483;

    // sin(r) = r + r³ S(r²) and cos(r) = 1 - r²/2 + r⁴ C(r²) for |r| up to pi / 4 (make_coefficients.py beside the tests).
    private const double SinS0 = -0.16666666666666666;
    private const double SinS1 = 0.008333333333330948;
    private const double SinS2 = -0.00019841269836758574;
    private const double SinS3 = 2.7557316102552418e-06;
    private const double SinS4 = -2.5051131844999005e-08;
    private const double SinS5 = 1.5918129294533836e-10;
    private const double CosC0 = 0.041666666666666664;
    private const double CosC1 = -0.0013888888888887398;
    private const double CosC2 = 2.480158729876569e-05;
    private const double CosC3 = -2.7557317271729777e-07;
    private const double CosC4 = 2.087614626840031e-09;
    private const double CosC5 = -1.1382632425313539e-11;

    public static double Sin(double x)
    {
        if (Math.Abs(x) <= QuarterPi)
        {
            return x == 0 ? x : SinKernel(x, 0);
        }

        return Reduce(x, out double high, out double low) switch
        {
            0 => SinKernel(high, low),
            1 => CosKernel(high, low),
            2 => -SinKernel(high, low),
            _ => -CosKernel(high, low),
        };
    }

    public static double Cos(double x)
    {
        if (Math.Abs(x) <= QuarterPi)
        {
            return CosKernel(x, 0);
        }

        return Reduce(x, out double high, out double low) switch
        {
            0 => CosKernel(high, low),
            1 => -SinKernel(high, low),
            2 => -CosKernel(high, low),
            _ => SinKernel(high, low),
        };
    }

    /// <summary>The quadrant of an angle, 0 to 3, and what is left of it, within pi / 4, as the sum of two numbers.</summary>
    private static int Reduce(double x, out double high, out double low)
    {
        if (!double.IsFinite(x))
        {
            high = double.NaN;
            low = 0;
            return 0;
        }

        if (Math.Abs(x) > Elementary.TrigonometricLimit)
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, $"Sines and cosines are of angles from {-Elementary.TrigonometricLimit} to {Elementary.TrigonometricLimit} radians.");
        }

        double n = Math.FusedMultiplyAdd(x, TwoOverPi, RoundingShift) - RoundingShift;
        double first = Math.FusedMultiplyAdd(-n, HalfPiHigh, x);
        double middle = n * HalfPiMiddle;
        double middleLost = Math.FusedMultiplyAdd(n, HalfPiMiddle, -middle);
        double rest = first - middle;
        double back = rest - first;
        double restLost = first - (rest - back) - (middle + back);
        double small = Math.FusedMultiplyAdd(-n, HalfPiLow, restLost - middleLost);
        high = rest + small;
        low = rest - high + small;
        return (int)n & 3;
    }

    private static double SinKernel(double r, double low)
    {
        double z = r * r;
        double s = Math.FusedMultiplyAdd(SinS5, z, SinS4);
        s = Math.FusedMultiplyAdd(s, z, SinS3);
        s = Math.FusedMultiplyAdd(s, z, SinS2);
        s = Math.FusedMultiplyAdd(s, z, SinS1);
        s = Math.FusedMultiplyAdd(s, z, SinS0);
        return r + Math.FusedMultiplyAdd(s, z * r, low * Math.FusedMultiplyAdd(-0.5, z, 1));
    }

    private static double CosKernel(double r, double low)
    {
        double z = r * r;
        double c = Math.FusedMultiplyAdd(CosC5, z, CosC4);
        c = Math.FusedMultiplyAdd(c, z, CosC3);
        c = Math.FusedMultiplyAdd(c, z, CosC2);
        c = Math.FusedMultiplyAdd(c, z, CosC1);
        c = Math.FusedMultiplyAdd(c, z, CosC0);

        // 1 - r²/2 loses bits that the small terms take up again.
        double half = 0.5 * z;
        double sum = 1 - half;
        double lost = 1 - sum - half;
        return sum + (lost + Math.FusedMultiplyAdd(c, z * z, -r * low));
    }
}
