using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Reporting.StylizedFacts;

/// <summary>The power law of an autocorrelation's decay: lag to the power of minus the exponent.</summary>
internal static class PowerLawDecay
{
    private const int MinPoints = 4;
    private const double LagRatio = 1.4;

    /// <summary>
    /// Slope of log autocorrelation on log lag, over averages of lags that widen by a constant ratio, so that the many noisy long lags do not
    /// outweigh the short ones. NaN where fewer than four averages are positive.
    /// </summary>
    /// <param name="autocorrelation">At lags 0, 1, 2, …</param>
    public static double Exponent(ReadOnlySpan<double> autocorrelation)
    {
        var logLags = new List<double>();
        var logValues = new List<double>();
        for (int first = 1; first < autocorrelation.Length;)
        {
            int end = Math.Min(Math.Max(first + 1, (int)(first * LagRatio)), autocorrelation.Length);
            double mean = Mean(autocorrelation[first..end]);
            if (mean > 0)
            {
                logLags.Add(Elementary.Log((first + end - 1) / 2.0));
                logValues.Add(Elementary.Log(mean));
            }

            first = end;
        }

        return logLags.Count < MinPoints ? double.NaN : -LinearRegression.Fit([.. logLags], [.. logValues]).Slope;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
