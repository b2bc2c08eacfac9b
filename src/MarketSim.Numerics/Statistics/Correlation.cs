namespace MarketSim.Numerics.Statistics;

/// <summary>The correlation of two series (Pearson).</summary>
public static class Correlation
{
    /// <returns>-1 to 1; NaN where one of the two does not vary, or has fewer than two values.</returns>
    /// <param name="x">Finite.</param>
    /// <param name="y">As many, finite.</param>
    public static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double deviationX = RunningMoments.Of(x).StandardDeviation;
        double deviationY = RunningMoments.Of(y).StandardDeviation;
        return deviationX > 0 && deviationY > 0 ? LinearRegression.Fit(x, y).Slope * deviationX / deviationY : double.NaN;
    }
}
