using MarketSim.Numerics.Statistics;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.RunPages;

/// <summary>The market in a few numbers; NaN where there are none. Prices in currency.</summary>
/// <param name="MedianDistance">Median of |mid / fundamental value - 1|.</param>
internal sealed record MarketSummary(
    double FirstMid, double LastMid, double LowestMid, double HighestMid, double MeanSpread, double Volume, double MedianDistance)
{
    public static MarketSummary Of(BookSamples samples)
    {
        double[] mids = Present(samples.Mid);
        double[] spreads = Present(samples.Ask.Zip(samples.Bid, (ask, bid) => ask - bid));
        double[] distances = Present(samples.Mid.Zip(samples.Fundamental, (mid, value) => value > 0 ? Math.Abs((mid / value) - 1) : double.NaN));
        return new MarketSummary(
            mids.Length > 0 ? mids[0] : double.NaN,
            mids.Length > 0 ? mids[^1] : double.NaN,
            mids.Length > 0 ? mids.Min() : double.NaN,
            mids.Length > 0 ? mids.Max() : double.NaN,
            spreads.Length > 0 ? spreads.Average() : double.NaN,
            samples.Count > 0 ? samples.CumulativeVolume[^1] : 0,
            distances.Length > 0 ? Quantile.Median(distances) : double.NaN);
    }

    private static double[] Present(IEnumerable<double> values) => [.. values.Where(value => !double.IsNaN(value))];
}
