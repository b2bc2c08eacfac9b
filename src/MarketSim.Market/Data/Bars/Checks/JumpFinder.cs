using MarketSim.Numerics.Functions;

namespace MarketSim.Market.Data.Bars.Checks;

/// <summary>A bar, or more, far from those before and after.</summary>
/// <param name="Bar">The first.</param>
/// <param name="Ratio">To the bars around it.</param>
/// <param name="Price">Name of the outlying price of the bar.</param>
internal readonly record struct Outlier(int Bar, int Count, double Ratio, string Price, double Value, double Around);

/// <summary>A change of all prices by a ratio that lasts.</summary>
/// <param name="Bar">The first at the new prices.</param>
/// <param name="Ratio">Of the price before to the price after, as the bars have it.</param>
/// <param name="New">For <paramref name="Old"/> shares; 0 where the ratio is none that shares are split by.</param>
internal readonly record struct Split(int Bar, double Ratio, int New, int Old, double Before, double After);

/// <summary>Finds prices that no market made: outliers, which come back, and splits, which stay.</summary>
internal static class JumpFinder
{
    private const int MaxOutlierBars = 3;
    private const double MinOutlier = 0.25;
    private const double MinSplit = 0.28;
    private const double MinWick = 0.7;
    private const double Deviations = 12;
    private const int Sample = 100_000;

    private static readonly (int New, int Old)[] Ratios =
    [
        (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1), (9, 1), (10, 1), (12, 1), (15, 1), (16, 1), (20, 1), (25, 1), (30, 1), (40, 1), (50, 1), (75, 1), (100, 1), (3, 2), (4, 3), (5, 2),
        (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (1, 8), (1, 10), (1, 12), (1, 15), (1, 20), (1, 25), (1, 30), (1, 40), (1, 50), (1, 100), (2, 3),
    ];

    /// <param name="isHole">True for a bar before which bars are missing: the change over the hole is no jump.</param>
    public static (List<Outlier> Outliers, List<Split> Splits) Find(ReadOnlySpan<Bar> bars, Predicate<int> isHole)
    {
        double deviation = Deviation(bars);
        double outlier = Math.Max(MinOutlier, Deviations * deviation);
        double split = Math.Max(MinSplit, Deviations * deviation / 2);
        double wick = Math.Max(MinWick, Deviations * deviation);
        List<Outlier> outliers = [];
        List<Split> splits = [];
        for (int bar = 1; bar < bars.Length; bar++)
        {
            double before = bars[bar - 1].Close;
            if (isHole(bar))
            {
                continue;
            }

            int length = OutlierLength(bars, bar, outlier, isHole);
            if (length > 0)
            {
                double around = bar + length < bars.Length ? Math.Sqrt(before * bars[bar + length].Close) : before;
                outliers.Add(new Outlier(bar, length, bars[bar].Close / around, "Close", bars[bar].Close, around));
                bar += length;
            }
            else if (Math.Abs(Log(bars[bar].Open / before)) > split && Math.Abs(Log(bars[bar].Close / before)) > split)
            {
                splits.Add(SplitOf(bar, before, bars[bar].Open));
            }
            else if (Wick(bars[bar], bar, before, wick) is { } wicked)
            {
                outliers.Add(wicked);
            }
        }

        return (outliers, splits);
    }

    /// <summary>Number of bars of an outlier that begins at a bar and ends where the price returns; 0 when there is none, or it does not return.</summary>
    private static int OutlierLength(ReadOnlySpan<Bar> bars, int bar, double least, Predicate<int> isHole)
    {
        double before = bars[bar - 1].Close;
        double away = Math.Abs(Log(bars[bar].Close / before));
        if (away <= least)
        {
            return 0;
        }

        for (int length = 1; length <= MaxOutlierBars; length++)
        {
            int back = bar + length;
            if (back >= bars.Length)
            {
                // The last bar of all: a ratio that shares are split by is taken for one.
                return length == 1 && SplitOf(bar, before, bars[bar].Open).New == 0 ? 1 : 0;
            }

            if (isHole(back))
            {
                return 0;
            }

            if (Math.Abs(Log(bars[back].Close / before)) < 0.3 * away)
            {
                return length;
            }
        }

        return 0;
    }

    private static Outlier? Wick(Bar bar, int number, double before, double least)
    {
        double top = Math.Max(Math.Max(bar.Open, bar.Close), before);
        double bottom = Math.Min(Math.Min(bar.Open, bar.Close), before);
        double middle = Math.Sqrt(before * bar.Close);
        if (Math.Abs(Log(bar.Open / middle)) > least)
        {
            return new Outlier(number, 1, bar.Open / middle, "Open", bar.Open, middle);
        }

        if (Log(bar.High / top) > least)
        {
            return new Outlier(number, 1, bar.High / middle, "High", bar.High, middle);
        }

        return Log(bottom / bar.Low) > least ? new Outlier(number, 1, bar.Low / middle, "Low", bar.Low, middle) : null;
    }

    private static Split SplitOf(int bar, double before, double after)
    {
        const double Tolerance = 0.06;
        double ratio = before / after;
        (int @new, int old) = Ratios.MinBy(known => Math.Abs(Log(ratio * known.Old / known.New)));
        return Math.Abs(Log(ratio * old / @new)) < Tolerance ? new Split(bar, ratio, @new, old, before, after) : new Split(bar, ratio, 0, 0, before, after);
    }

    /// <summary>Standard deviation of the close's log returns, estimated by their median, which jumps do not affect.</summary>
    private static double Deviation(ReadOnlySpan<Bar> bars)
    {
        const double OfMedian = 1.4826;
        int step = Math.Max(1, bars.Length / Sample);
        var changes = new List<double>();
        for (int bar = 1; bar < bars.Length; bar += step)
        {
            changes.Add(Math.Abs(Log(bars[bar].Close / bars[bar - 1].Close)));
        }

        changes.Sort();
        return changes.Count == 0 ? 0 : changes[changes.Count / 2] * OfMedian;
    }

    private static double Log(double ratio) => Elementary.Log(ratio);
}
