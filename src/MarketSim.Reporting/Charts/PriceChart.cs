using MarketSim.Reporting.Series;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Charts;

/// <summary>Prices in currency at simulated times; NaN where absent.</summary>
internal sealed record PriceChart(double[] Time, double[] Mid, double[] Last, double[] Bid, double[] Ask, double[] Fundamental)
{
    /// <summary>The rows that keep the shape of the mid-price, so that its turning points are drawn where they were; lines break where an episode ends.</summary>
    public static PriceChart Of(BookSamples samples, int maximumPoints, EpisodeBorders borders)
    {
        int[] rows = Thinning.LargestTriangles(samples.TimeSeconds, samples.Mid, maximumPoints);
        return At(samples, borders.Broken(rows.Length > 0 ? rows : Thinning.Evenly(samples.Count, maximumPoints), samples.TimeSeconds));
    }

    public static PriceChart Evenly(BookSamples samples, int maximumPoints) =>
        At(samples, Thinning.Evenly(samples.Count, maximumPoints));

    private static PriceChart At(BookSamples samples, int[] rows) => new(
        EpisodeBorders.TimesAt(samples.TimeSeconds, rows),
        EpisodeBorders.At(samples.Mid, rows),
        EpisodeBorders.At(samples.Last, rows),
        EpisodeBorders.At(samples.Bid, rows),
        EpisodeBorders.At(samples.Ask, rows),
        EpisodeBorders.At(samples.Fundamental, rows));
}
