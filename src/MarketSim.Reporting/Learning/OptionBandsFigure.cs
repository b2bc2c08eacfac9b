using MarketSim.Learning.Hierarchical.Usage;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Series;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Learning;

/// <summary>The options that a controller picked over the price of the last episode: a coloured band below the price for each option.</summary>
internal static class OptionBandsFigure
{
    private const int PointsPerLine = 800;
    private const string ControllerSuffix = "-controller";
    private const int PriceColour = 8;

    /// <summary>A figure for each hierarchical policy of a training.</summary>
    /// <param name="tickSeconds">Length of a tick.</param>
    /// <param name="openSeconds">Time of tick 0.</param>
    public static IReadOnlyList<(string Policy, Figure Figure)> Of(TrainingModel training, BookSamples book, double tickSeconds, double openSeconds)
    {
        double lastTick = training.Episodes.Max(outcome => outcome.Tick);
        double firstTick = training.FirstTickOfLastEpisode;
        double begin = openSeconds + (firstTick * tickSeconds);
        int[] inside = [.. Enumerable.Range(0, book.TimeSeconds.Count).Where(row => book.TimeSeconds[row] >= begin && book.TimeSeconds[row] <= openSeconds + (lastTick * tickSeconds))];
        int[] rows = [.. Thinning.Evenly(inside.Length, PointsPerLine).Select(index => inside[index])];
        var figures = new List<(string, Figure)>();
        foreach (string policy in training.Learning.Policies.Where(policy => policy.EndsWith(ControllerSuffix, StringComparison.Ordinal)))
        {
            if (rows.Length >= 2 && training.Learning.Find(policy, OptionFigures.Choice) is { } choices)
            {
                figures.Add((policy[..^ControllerSuffix.Length], Bands(book, rows, choices, begin, tickSeconds, openSeconds)));
            }
        }

        return figures;
    }

    private static Figure Bands(BookSamples book, int[] rows, LearningSeries choices, double begin, double tickSeconds, double openSeconds)
    {
        double[] minutes = [.. rows.Select(row => (book.TimeSeconds[row] - begin) / 60)];
        double[] mid = [.. rows.Select(row => book.Mid[row])];
        double floor = mid.Where(double.IsFinite).DefaultIfEmpty(0).Min();
        int[] options = [.. rows.Select(row => OptionAt(choices, (book.TimeSeconds[row] - openSeconds) / tickSeconds, (begin - openSeconds) / tickSeconds))];
        var lines = new List<FigureLine>();
        foreach (int option in options.Where(static option => option >= 0).Distinct().Order())
        {
            // A sample before a switch belongs to both bands, so that they touch.
            bool Acts(int i) => options[i] == option || (i > 0 && options[i - 1] == option);
            lines.Add(new FigureLine($"Option {option}", minutes, [.. mid.Select(static _ => double.NaN)], option)
            {
                Low = [.. mid.Select((_, i) => Acts(i) ? floor : double.NaN)],
                High = [.. mid.Select((price, i) => Acts(i) ? price : double.NaN)],
            });
        }

        lines.Add(new FigureLine("Mid-price", minutes, mid, PriceColour));
        return new Figure("Minutes into the episode", "Price (currency per share)", lines);
    }

    // -1 before the first choice of the episode; a choice counts from the tick after the one it was made at.
    private static int OptionAt(LearningSeries choices, double tick, double firstTick)
    {
        int option = -1;
        for (int i = 0; i < choices.Ticks.Count && choices.Ticks[i] < tick; i++)
        {
            option = choices.Ticks[i] > firstTick ? (int)choices.Values[i] : option;
        }

        return option;
    }
}
