using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Series;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Learning;

/// <summary>The positions of learning and competing agents beside the price, in the last episode.</summary>
internal static class PositionFigure
{
    private const int PointsPerLine = 800;
    private const int MaxGroups = 8;

    // Times of the file are decimal fractions.
    private const double Rounding = 1e-6;

    /// <param name="tickSeconds">Length of a tick.</param>
    /// <param name="openSeconds">Time of tick 0.</param>
    /// <returns>Null when no sample of the last episode shows one of them.</returns>
    public static Figure? Of(TrainingModel training, BookSamples book, GroupSamples groups, double tickSeconds, double openSeconds)
    {
        double end = openSeconds + (training.Episodes.Max(outcome => outcome.Tick) * tickSeconds);
        double begin = openSeconds + (training.FirstTickOfLastEpisode * tickSeconds);
        int[] priceRows = Rows(book.TimeSeconds, begin, end);
        int[] groupRows = Rows(groups.TimeSeconds, begin, end);
        GroupColumn[] traders = [.. groups.Groups.Where(group => training.Traders.Contains(group.Name, StringComparer.Ordinal)).Take(MaxGroups)];
        if (priceRows.Length < 2 || groupRows.Length < 2 || traders.Length == 0)
        {
            return null;
        }

        double[] Minutes(IReadOnlyList<double> times, int[] rows) => [.. rows.Select(row => (times[row] - begin) / 60)];
        var lines = new List<FigureLine>
        {
            new("Mid-price", Minutes(book.TimeSeconds, priceRows), [.. priceRows.Select(row => book.Mid[row])], Colour: 8),
        };
        lines.AddRange(traders.Select(group => new FigureLine(
            group.Agents == 1 ? group.Name : $"{group.Name} (mean of {group.Agents})",
            Minutes(groups.TimeSeconds, groupRows),
            [.. groupRows.Select(row => group.Inventory[row] / group.Agents)],
            training.ColourOf(group.Name))
        {
            OnSecondAxis = true,
            Style = FigureStyle.Steps,
        }));
        return new Figure("Minutes into the episode", "Price (currency per share)", lines) { SecondAxis = "Position (shares)" };
    }

    private static int[] Rows(IReadOnlyList<double> times, double begin, double end)
    {
        int[] inside = [.. Enumerable.Range(0, times.Count).Where(row => times[row] >= begin - Rounding && times[row] <= end + Rounding)];
        return [.. Thinning.Evenly(inside.Length, PointsPerLine).Select(index => inside[index])];
    }
}
