using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Realism;

/// <summary>
/// The price impact of parent orders and its decay: impact / daily volatility = prefactor (quantity / daily volume)^exponent (Toth et al. 2011; Sato and
/// Kanazawa 2024 for the exponent of a whole market). The impact of an order is the change of the mid-price from before its first trade to after its last,
/// less the change of the fundamental value, which no order moves: its news are noise here, and known (a control variate). Orders are weighted by the inverse
/// of their duration, as the variance of the price grows with it.
/// </summary>
internal sealed class MetaorderImpact
{
    /// <summary>Fewer trades make no parent order.</summary>
    private const int MinTrades = 4;
    private const int Needed = 300;
    private const int MinToCompute = 60;
    private const int Bins = 12;

    private readonly List<Measured> _orders = [];

    private MetaorderImpact()
    {
    }

    public PowerLawFit? Fit { get; private set; }

    /// <summary>Share of the impact that is gone as long after the end as the execution took; NaN where nothing was measured.</summary>
    public double Reverted { get; private set; } = double.NaN;

    /// <summary>Mean impact by size, each over about equally many orders: quantity as a share of the daily volume, impact in daily volatilities.</summary>
    public IReadOnlyList<(double Size, double Impact, double Error)> Curve { get; private set; } = [];

    /// <param name="days">One per session of <paramref name="borders"/>: an order is measured in the scales of the day it trades on, as in the studies named above, or a wild
    /// day would outweigh all others.</param>
    public static MetaorderImpact Of(IReadOnlyList<ParentTrades> parents, BookSamples book, EpisodeBorders borders, IReadOnlyList<DailyScale> days)
    {
        var result = new MetaorderImpact();
        foreach (ParentTrades parent in parents.Where(parent => parent.Trades >= MinTrades))
        {
            int day = borders.Of(parent.FirstSeconds);
            if (day < days.Count && days[day].IsKnown)
            {
                result.Add(parent, book, borders, days[day]);
            }
        }

        result.Estimate();
        return result;
    }

    public StylizedFact IsConcave() => StylizedFact.Evaluate(
        "Impact of parent orders, exponent",
        "0.4 to 0.6",
        "0.489 ± 0.0015 (Tokyo, complete)",
        $"parent orders of {MinTrades} trades and more",
        _orders.Count,
        Needed,
        () => Fit is { } fit
            ? (FormattableString.Invariant($"{fit.Exponent:0.00} ± {fit.ExponentError:0.00}"), fit.Exponent is >= 0.4 and <= 0.6, fit.Exponent)
            : null);

    public StylizedFact RevertsInPart() => StylizedFact.Evaluate(
        "Impact that is gone after as long again",
        "a third to two thirds",
        "about a third to two thirds",
        "parent orders followed so long",
        _orders.Count(order => !double.IsNaN(order.Later)),
        Needed,
        () => double.IsNaN(Reverted) ? null : (FormattableString.Invariant($"{Reverted:0.00}"), Reverted is >= 1 / 3.0 and <= 2 / 3.0, Reverted));

    private void Add(ParentTrades parent, BookSamples book, EpisodeBorders borders, DailyScale day)
    {
        double before = MidAt(book, Before(book, parent.FirstSeconds), borders, parent.FirstSeconds);
        double after = MidAt(book, Before(book, parent.LastSeconds) + 1, borders, parent.LastSeconds);
        double later = MidAt(book, Before(book, parent.LastSeconds + Math.Max(1, parent.DurationSeconds)) + 1, borders, parent.LastSeconds);
        if (double.IsNaN(before) || double.IsNaN(after))
        {
            return;
        }

        double scale = parent.Sign / day.Volatility;
        _orders.Add(new Measured(
            parent.Quantity / day.Volume,
            scale * Elementary.Log(after / before),
            double.IsNaN(later) ? double.NaN : scale * Elementary.Log(later / before),
            1 / Math.Max(1, parent.DurationSeconds)));
    }

    private void Estimate()
    {
        if (_orders.Count < MinToCompute || _orders.Select(order => order.Size).Distinct().Take(3).Count() < 3)
        {
            return;
        }

        // Where the exponent runs to the end of its range the impact is lost in noise, and what is left of it later is as well.
        PowerLawFit fit = PowerLawFit.Of([.. _orders.Select(order => order.Size)], [.. _orders.Select(order => order.Impact)], [.. _orders.Select(order => order.Weight)]);
        if (fit.IsAtLimit)
        {
            return;
        }

        Fit = fit;
        Measured[] followed = [.. _orders.Where(order => !double.IsNaN(order.Later))];
        double atEnd = followed.Sum(order => order.Impact * order.Weight * Math.Sqrt(order.Size));
        Reverted = atEnd > 0 ? 1 - (followed.Sum(order => order.Later * order.Weight * Math.Sqrt(order.Size)) / atEnd) : double.NaN;
        Measured[] sorted = [.. _orders.OrderBy(order => order.Size).ThenBy(order => order.Impact)];
        Curve = [.. sorted.Chunk((sorted.Length + Bins - 1) / Bins).Where(bin => bin.Length > 1).Select(Point)];
    }

    private static (double Size, double Impact, double Error) Point(Measured[] bin)
    {
        double weight = bin.Sum(order => order.Weight);
        double mean = bin.Sum(order => order.Weight * order.Impact) / weight;
        double error = Math.Sqrt(bin.Sum(order => order.Weight * order.Weight * (order.Impact - mean) * (order.Impact - mean))) / weight;
        return (Elementary.Exp(bin.Average(order => Elementary.Log(order.Size))), mean, error);
    }

    /// <summary>The last sample not after a time; -1 where there is none.</summary>
    private static int Before(BookSamples book, double seconds)
    {
        int found = book.TimeSeconds.BinarySearch(seconds);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>Mid-price as a multiple of the value, where there is one.</summary>
    private static double MidAt(BookSamples book, int row, EpisodeBorders borders, double seconds) =>
        row >= 0 && row < book.Count && borders.Of(book.TimeSeconds[row]) == borders.Of(seconds) ? book.Mid[row] / ValueAt(book, row) : double.NaN;

    private static double ValueAt(BookSamples book, int row) => row < book.Fundamental.Count && book.Fundamental[row] > 0 ? book.Fundamental[row] : 1;

    private readonly record struct Measured(double Size, double Impact, double Later, double Weight);
}
