using MarketSim.Numerics.Functions;

namespace MarketSim.Market.Fundamentals;

/// <summary>Processes move in the logarithm of the value, so that the value stays above 0.</summary>
internal static class LogValue
{
    // e^±700 are still ordinary numbers: whatever the parameters, the value is finite and not 0.
    private const double Bound = 700;

    public static double Of(double value) => Elementary.Log(value);

    public static double ToValue(double logValue) => Elementary.Exp(Math.Clamp(logValue, -Bound, Bound));
}
