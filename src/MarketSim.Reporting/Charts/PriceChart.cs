using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Charts;

/// <summary>Prices in currency at simulated times; NaN where absent.</summary>
internal sealed record PriceChart(double[] Time, double[] Mid, double[] Last, double[] Bid, double[] Ask, double[] Fundamental)
{
    /// <summary>The rows that keep the shape of the mid-price, so that its turning points are drawn where they were.</summary>
    public static PriceChart Of(BookSamples samples, int maximumPoints)
    {
        int[] rows = Thinning.LargestTriangles(samples.TimeSeconds, samples.Mid, maximumPoints);
        return At(samples, rows.Length > 0 ? rows : Thinning.Evenly(samples.Count, maximumPoints));
    }

    public static PriceChart Evenly(BookSamples samples, int maximumPoints) =>
        At(samples, Thinning.Evenly(samples.Count, maximumPoints));

    private static PriceChart At(BookSamples samples, int[] rows) => new(
        Select(samples.TimeSeconds, rows),
        Select(samples.Mid, rows),
        Select(samples.Last, rows),
        Select(samples.Bid, rows),
        Select(samples.Ask, rows),
        Select(samples.Fundamental, rows));

    private static double[] Select(IReadOnlyList<double> values, int[] rows) => [.. rows.Select(row => values[row])];
}
