using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Charts;

/// <summary>The distribution of log returns beside the normal of the same mean and deviation, in basis points.</summary>
/// <param name="Centre">Middles of the histogram's bins, in basis points.</param>
/// <param name="Density">Per basis point.</param>
/// <param name="Outside">Returns beyond the first and the last bin.</param>
internal sealed record ReturnChart(
    double IntervalSeconds,
    int Count,
    double Mean,
    double Deviation,
    double Skewness,
    double ExcessKurtosis,
    double[] Centre,
    double[] Density,
    double[] Normal,
    double Outside)
{
    /// <summary>Fewer returns make no distribution.</summary>
    public const int MinReturns = 30;

    private const double BasisPoints = 10_000;
    private const int HalfBins = 60;
    private const double DeviationsShown = 8;

    /// <summary>The chart; null with fewer than <see cref="MinReturns"/> returns, or when all are equal.</summary>
    /// <param name="minReturn">The return of the smallest step of the mid: narrower bins would show the price grid, not the distribution.</param>
    public static ReturnChart? Of(IntervalReturns returns, double minReturn)
    {
        RunningMoments moments = returns.Moments();
        if (returns.Count < MinReturns || moments.StandardDeviation == 0)
        {
            return null;
        }

        double[] values = [.. returns.Returns.Select(value => value * BasisPoints)];
        (double mean, double deviation) = (moments.Mean * BasisPoints, moments.StandardDeviation * BasisPoints);
        double reach = Math.Min(values.Max(Math.Abs), deviation * DeviationsShown);
        double step = minReturn * BasisPoints;
        double width = Math.Max(1, Math.Ceiling(reach / (HalfBins * step))) * step;
        int halfBins = Math.Max(2, (int)Math.Ceiling(reach / width));
        var histogram = new Histogram(-(halfBins + 0.5) * width, (halfBins + 0.5) * width, (2 * halfBins) + 1);
        foreach (double value in values)
        {
            histogram.Add(value);
        }

        double[] centre = [.. Enumerable.Range(-halfBins, (2 * halfBins) + 1).Select(bin => bin * width)];
        return new ReturnChart(
            returns.IntervalSeconds,
            values.Length,
            mean,
            deviation,
            moments.Skewness,
            moments.ExcessKurtosis,
            centre,
            [.. Enumerable.Range(0, centre.Length).Select(bin => histogram.Counts[bin] / (values.Length * width))],
            [.. centre.Select(value => NormalDensity((value - mean) / deviation) / deviation)],
            histogram.Underflow + histogram.Overflow);
    }

    private static double NormalDensity(double deviations) => Elementary.Exp(-0.5 * deviations * deviations) / Math.Sqrt(2 * Math.PI);
}
