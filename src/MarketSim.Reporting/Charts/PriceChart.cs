using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Charts;

/// <summary>Prices in currency at positions of the time axis; NaN where absent.</summary>
internal sealed record PriceChart(double[] Time, double[] Mid, double[] Last, double[] Bid, double[] Ask, double[] Fundamental)
{
    /// <summary>The rows that keep the shape of the mid-price, so that its turning points are drawn where they were.</summary>
    public static PriceChart Of(BookSamples samples, double[] positions, int maximumPoints)
    {
        int[] rows = Thinning.LargestTriangles(positions, samples.Mid, maximumPoints);
        return At(samples, positions, rows.Length > 0 ? rows : Thinning.Evenly(samples.Count, maximumPoints));
    }

    public static PriceChart Evenly(BookSamples samples, double[] positions, int maximumPoints) =>
        At(samples, positions, Thinning.Evenly(samples.Count, maximumPoints));

    private static PriceChart At(BookSamples samples, double[] positions, int[] rows) => new(
        Select(positions, rows),
        Select(samples.Mid, rows),
        Select(samples.Last, rows),
        Select(samples.Bid, rows),
        Select(samples.Ask, rows),
        Select(samples.Fundamental, rows));

    private static double[] Select(IReadOnlyList<double> values, int[] rows) => [.. rows.Select(row => values[row])];
}
