namespace MarketSim.Numerics.Functions;

/// <summary>The distribution function of the standard normal distribution, and its inverse.</summary>
internal static class Normal
{
    private const double CentreLimit = 0.65;
    private const double TailEnd = 39;

    public static double Cdf(double x)
    {
        double distance = Math.Abs(x);
        if (distance <= CentreLimit)
        {
            return Math.FusedMultiplyAdd(x, Centre(x * x), 0.5);
        }

        if (distance < TailEnd)
        {
            double tail = Tail(distance);
            return x < 0 ? tail : 1 - tail;
        }

        return double.IsNaN(x) ? x : x < 0 ? 0 : 1;
    }

    private static double Tail(double distance)
    {
        double square = distance * distance;
        double squareLost = Math.FusedMultiplyAdd(distance, distance, -square);
        double factor = TailFactor((distance - 4) / (distance + 4));
        return Exponential.Of(-0.5 * square, -0.5 * squareLost) * (factor / (distance + 1));
    }

    /// <summary>(Cdf(x) - 1/2) / x as a polynomial of x² (make_coefficients.py beside the tests).</summary>
    private static double Centre(double square)
    {
        double c = Math.FusedMultiplyAdd(2.0690770970671442e-09, square, -4.106737686794913e-08);
        c = Math.FusedMultiplyAdd(c, square, 6.659018515565385e-07);
        c = Math.FusedMultiplyAdd(c, square, -9.44463953233107e-06);
        c = Math.FusedMultiplyAdd(c, square, 0.0001154346851769428);
        c = Math.FusedMultiplyAdd(c, square, -0.0011873282152804403);
        c = Math.FusedMultiplyAdd(c, square, 0.009973557010027596);
        c = Math.FusedMultiplyAdd(c, square, -0.06649038006690532);
        return Math.FusedMultiplyAdd(c, square, 0.3989422804014327);
    }

    /// <summary>Cdf(-t) (t + 1) / exp(-t² / 2) as a polynomial of w = (t - 4) / (t + 4), for t from 0.65 to 39.</summary>
    private static double TailFactor(double w)
    {
        double c = Math.FusedMultiplyAdd(1.5622608440495068e-08, w, -6.649284113858806e-09);
        c = Math.FusedMultiplyAdd(c, w, -1.1183333929979592e-07);
        c = Math.FusedMultiplyAdd(c, w, -1.2178376013232444e-08);
        c = Math.FusedMultiplyAdd(c, w, 5.552392136080898e-07);
        c = Math.FusedMultiplyAdd(c, w, 4.125678755645203e-07);
        c = Math.FusedMultiplyAdd(c, w, -2.6156455702123473e-06);
        c = Math.FusedMultiplyAdd(c, w, -3.4351415860500912e-06);
        c = Math.FusedMultiplyAdd(c, w, 1.3628068004206057e-05);
        c = Math.FusedMultiplyAdd(c, w, 2.125071745188621e-05);
        c = Math.FusedMultiplyAdd(c, w, -8.785349086980113e-05);
        c = Math.FusedMultiplyAdd(c, w, -9.443034646120688e-05);
        c = Math.FusedMultiplyAdd(c, w, 0.0006948971513112275);
        c = Math.FusedMultiplyAdd(c, w, -0.00028562309062791336);
        c = Math.FusedMultiplyAdd(c, w, -0.005002378595079022);
        c = Math.FusedMultiplyAdd(c, w, 0.01793609747938128);
        c = Math.FusedMultiplyAdd(c, w, -0.032197837427910075);
        c = Math.FusedMultiplyAdd(c, w, 0.028600364053555132);
        c = Math.FusedMultiplyAdd(c, w, 0.013999634724422453);
        c = Math.FusedMultiplyAdd(c, w, -0.09670347732652582);
        return Math.FusedMultiplyAdd(c, w, 0.47205320650984467);
    }

    /// <summary>Wichura, Algorithm AS 241, PPND16, Applied Statistics 37, 1988.</summary>
    public static double InverseCdf(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double r = 0.180625 - (q * q);
            return q * InverseCentre(r);
        }

        if (!(p > 0 && p < 1))
        {
            return p == 0 ? double.NegativeInfinity : p == 1 ? double.PositiveInfinity : double.NaN;
        }

        double distance = Math.Sqrt(-Logarithm.Of(q < 0 ? p : 1 - p));
        double magnitude = distance <= 5 ? InverseTail(distance - 1.6) : InverseFarTail(distance - 5);
        return q < 0 ? -magnitude : magnitude;
    }

    private static double InverseCentre(double r)
    {
        double numerator = Math.FusedMultiplyAdd(2.5090809287301226727e+3, r, 3.3430575583588128105e+4);
        numerator = Math.FusedMultiplyAdd(numerator, r, 6.7265770927008700853e+4);
        numerator = Math.FusedMultiplyAdd(numerator, r, 4.5921953931549871457e+4);
        numerator = Math.FusedMultiplyAdd(numerator, r, 1.3731693765509461125e+4);
        numerator = Math.FusedMultiplyAdd(numerator, r, 1.9715909503065514427e+3);
        numerator = Math.FusedMultiplyAdd(numerator, r, 1.3314166789178437745e+2);
        numerator = Math.FusedMultiplyAdd(numerator, r, 3.3871328727963666080e0);
        double denominator = Math.FusedMultiplyAdd(5.2264952788528545610e+3, r, 2.8729085735721942674e+4);
        denominator = Math.FusedMultiplyAdd(denominator, r, 3.9307895800092710610e+4);
        denominator = Math.FusedMultiplyAdd(denominator, r, 2.1213794301586595867e+4);
        denominator = Math.FusedMultiplyAdd(denominator, r, 5.3941960214247511077e+3);
        denominator = Math.FusedMultiplyAdd(denominator, r, 6.8718700749205790830e+2);
        denominator = Math.FusedMultiplyAdd(denominator, r, 4.2313330701600911252e+1);
        return numerator / Math.FusedMultiplyAdd(denominator, r, 1);
    }

    private static double InverseTail(double r)
    {
        double numerator = Math.FusedMultiplyAdd(7.74545014278341407640e-4, r, 2.27238449892691845833e-2);
        numerator = Math.FusedMultiplyAdd(numerator, r, 2.41780725177450611770e-1);
        numerator = Math.FusedMultiplyAdd(numerator, r, 1.27045825245236838258e0);
        numerator = Math.FusedMultiplyAdd(numerator, r, 3.64784832476320460504e0);
        numerator = Math.FusedMultiplyAdd(numerator, r, 5.76949722146069140550e0);
        numerator = Math.FusedMultiplyAdd(numerator, r, 4.63033784615654529590e0);
        numerator = Math.FusedMultiplyAdd(numerator, r, 1.42343711074968357734e0);
        double denominator = Math.FusedMultiplyAdd(1.05075007164441684324e-9, r, 5.47593808499534494600e-4);
        denominator = Math.FusedMultiplyAdd(denominator, r, 1.51986665636164571966e-2);
        denominator = Math.FusedMultiplyAdd(denominator, r, 1.48103976427480074590e-1);
        denominator = Math.FusedMultiplyAdd(denominator, r, 6.89767334985100004550e-1);
        denominator = Math.FusedMultiplyAdd(denominator, r, 1.67638483018380384940e0);
        denominator = Math.FusedMultiplyAdd(denominator, r, 2.05319162663775882187e0);
        return numerator / Math.FusedMultiplyAdd(denominator, r, 1);
    }

    private static double InverseFarTail(double r)
    {
        double numerator = Math.FusedMultiplyAdd(2.01033439929228813265e-7, r, 2.71155556874348757815e-5);
        numerator = Math.FusedMultiplyAdd(numerator, r, 1.24266094738807843860e-3);
        numerator = Math.FusedMultiplyAdd(numerator, r, 2.65321895265761230930e-2);
        numerator = Math.FusedMultiplyAdd(numerator, r, 2.96560571828504891230e-1);
        numerator = Math.FusedMultiplyAdd(numerator, r, 1.78482653991729133580e0);
        numerator = Math.FusedMultiplyAdd(numerator, r, 5.46378491116411436990e0);
        numerator = Math.FusedMultiplyAdd(numerator, r, 6.65790464350110377720e0);
        double denominator = Math.FusedMultiplyAdd(2.04426310338993978564e-15, r, 1.42151175831644588870e-7);
        denominator = Math.FusedMultiplyAdd(denominator, r, 1.84631831751005468180e-5);
        denominator = Math.FusedMultiplyAdd(denominator, r, 7.86869131145613259100e-4);
        denominator = Math.FusedMultiplyAdd(denominator, r, 1.48753612908506148525e-2);
        denominator = Math.FusedMultiplyAdd(denominator, r, 1.36929880922735805310e-1);
        denominator = Math.FusedMultiplyAdd(denominator, r, 5.99832206555887937690e-1);
        return numerator / Math.FusedMultiplyAdd(denominator, r, 1);
    }
}
