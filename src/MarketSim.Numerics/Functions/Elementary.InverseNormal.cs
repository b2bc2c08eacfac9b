namespace MarketSim.Numerics.Functions;

public static partial class Elementary
{
    /// <summary>
    /// The number that a standard normal variable stays below with probability p (Wichura, Algorithm AS 241, PPND16, Applied
    /// Statistics 37, 1988). Error below 6 ulp.
    /// </summary>
    /// <param name="p">0 to 1; -infinity at 0, infinity at 1, NaN outside.</param>
    public static double InverseNormalCdf(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double r = 0.180625 - (q * q);
            return q * InverseNormalCentre(r);
        }

        if (!(p > 0 && p < 1))
        {
            return p == 0 ? double.NegativeInfinity : p == 1 ? double.PositiveInfinity : double.NaN;
        }

        double distance = Math.Sqrt(-Log(q < 0 ? p : 1 - p));
        double magnitude = distance <= 5 ? InverseNormalTail(distance - 1.6) : InverseNormalFarTail(distance - 5);
        return q < 0 ? -magnitude : magnitude;
    }

    private static double InverseNormalCentre(double r)
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

    private static double InverseNormalTail(double r)
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

    private static double InverseNormalFarTail(double r)
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
