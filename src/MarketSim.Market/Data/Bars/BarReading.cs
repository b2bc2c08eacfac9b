using MarketSim.Market.Data.Bars.Checks;

namespace MarketSim.Market.Data.Bars;

/// <summary>The content of a file of bars.</summary>
/// <param name="Bars">At least one, in order of time.</param>
/// <param name="Description">One line: how many bars, from when to when, their length, sessions, clock, holes, and which close.</param>
/// <param name="Warnings">Suspicious bars, left as they are or repaired: one sentence each, with line and ratio.</param>
public sealed record BarReading(BarSeries Bars, BarCalendar Calendar, bool HasVolume, string Description, IReadOnlyList<string> Warnings)
{
    /// <summary>The line of bars that were generated.</summary>
    public static string Describe(BarSeries bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        BarCalendar calendar = BarCalendar.Of(bars.Span);
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{bars.Count:N0} generated bars of {BarDescription.Span(calendar.BarLength)}: {BarDescription.Moment(bars[0].Time)} to {BarDescription.Moment(bars[^1].Time)}; {calendar.BarsPerYear:0.##} bars a year");
    }
}
