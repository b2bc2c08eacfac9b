namespace MarketSim.Numerics.Functions;

/// <summary>The constants by which arguments are reduced to the range of a polynomial.</summary>
internal static class Reduction
{
    // ln 2 in two parts. The high one has 32 bits, so that its product with the exponent of any double is exact.
    public const double Ln2High = 0.6931471806019545;
    public const double Ln2Low = -4.2009150726810846e-11;
    public const double InverseLn2 = 1.4426950408889634;

    // Adding and subtracting 1.5 * 2^52 rounds to an integer, whose bits then stand at the low end of the sum.
    public const double RoundingShift = 6755399441055744.0;

    public const double SmallestNormal = 2.2250738585072014E-308;
    public const double TwoTo54 = 18014398509481984.0;
}
