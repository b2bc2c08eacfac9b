using MarketSim.Numerics.Functions;

namespace MarketSim.Environments.MarketMaking;

/// <summary>Certainty equivalents for exponential utility: the certain amount that is worth as much as an uncertain one.</summary>
public static class CertaintyEquivalents
{
    /// <summary>Estimates the certainty equivalent of a sample of final wealths W: -ln(mean exp(-gamma W)) / gamma.</summary>
    /// <param name="wealths">At least one, finite.</param>
    /// <param name="riskAversion">gamma, greater than 0.</param>
    /// <returns>The estimate and its standard error (by the delta method).</returns>
    public static (double Value, double StandardError) Of(ReadOnlySpan<double> wealths, double riskAversion)
    {
        ArgumentOutOfRangeException.ThrowIfZero(wealths.Length, nameof(wealths));
        SettingChecks.Positive(riskAversion);
        double lowest = double.PositiveInfinity;
        foreach (double wealth in wealths)
        {
            lowest = Math.Min(lowest, wealth);
        }

        // Relative to the lowest wealth, so that no exponential overflows.
        double sum = 0;
        double squares = 0;
        foreach (double wealth in wealths)
        {
            double loss = Elementary.Exp(-riskAversion * (wealth - lowest));
            sum += loss;
            squares += loss * loss;
        }

        double mean = sum / wealths.Length;
        double variance = Math.Max(0, (squares / wealths.Length) - (mean * mean));
        return (lowest - (Elementary.Log(mean) / riskAversion), Math.Sqrt(variance / wealths.Length) / mean / riskAversion);
    }
}
