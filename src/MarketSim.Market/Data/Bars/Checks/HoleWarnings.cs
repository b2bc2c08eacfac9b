using System.Globalization;
using MarketSim.Market.Data.Bars.Layouts;
using MarketSim.Market.Data.Bars.Sheets;

namespace MarketSim.Market.Data.Bars.Checks;

/// <summary>The warnings of the holes of a file.</summary>
internal static class HoleWarnings
{
    private const int MaxNamed = 5;

    /// <exception cref="InvalidDataException">There are some, and the rule refuses them.</exception>
    public static IEnumerable<string> Of(string fileName, ReadOnlySpan<Bar> bars, BarCalendar calendar, LineMap lines, HoleRule rule)
    {
        List<string> texts = [];
        int count = 0;
        foreach (BarBreak hole in calendar.Breaks.Where(gap => gap.Kind == BarBreakKind.Hole))
        {
            if (++count <= MaxNamed)
            {
                (DateTime before, DateTime after) = (bars[hole.Bar - 1].Time, bars[hole.Bar].Time);
                texts.Add($"{fileName}:{lines[hole.Bar]}: a hole of {BarDescription.Span(after - before)}, from {BarDescription.Moment(before)} (line {lines[hole.Bar - 1]}) to {BarDescription.Moment(after)} (line {lines[hole.Bar]})");
            }
        }

        if (count > 0 && rule == HoleRule.Refuse)
        {
            throw new InvalidDataException($"{texts[0]}{(count > 1 ? $", and {count - 1} more" : string.Empty)}; holes: refuse refuses it. Add the missing bars, or say holes: warn.");
        }

        string end = rule == HoleRule.Bridge ? "it is traded over (holes: bridge)." : "no episode contains it, and nothing is observed over it (holes: bridge or refuse).";
        IEnumerable<string> said = texts.Select(text => $"{text}; {end}");
        return count > MaxNamed ? [.. said, string.Create(CultureInfo.InvariantCulture, $"{fileName}: {count - MaxNamed} more holes.")] : [.. said];
    }
}
