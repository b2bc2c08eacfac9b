using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Series;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Learning;

/// <summary>Figures of a training in a market.</summary>
internal static class EpisodeFigures
{
    private const int PointsPerLine = 600;
    private const int StretchesPerLine = 300;

    /// <summary>Results by episode: each episode as a thin line, what it is on the whole as a strong one.</summary>
    public static Figure? ByEpisode(TrainingModel training, IEnumerable<string> competingAgents, Func<EpisodeOutcome, double> pick, string axis)
    {
        var thin = new List<FigureLine>();
        var strong = new List<FigureLine>();
        foreach (string competingAgent in competingAgents)
        {
            int colour = training.ColourOf(competingAgent);
            double[] values = training.Means(competingAgent, pick);
            double[] episodes = [.. Enumerable.Range(1, values.Length).Select(episode => (double)episode)];
            if (MovingMean.Window(values.Length) > 1)
            {
                thin.Add(Thinned(competingAgent, episodes, values, colour, FigureStyle.Thin));
            }

            strong.Add(Thinned(competingAgent, episodes, MovingMean.Of(values), colour, FigureStyle.Strong));
        }

        return strong.Count > 0 ? new Figure("Episode", axis, [.. thin, .. strong]) : null;
    }

    /// <summary>Figures of updates over the training; of many updates, their means over stretches of it.</summary>
    /// <param name="names">Figures to draw, with the label beside the policy and the style of each line; of one that is called a maximum, stretches have their maximum.</param>
    public static Figure? ByUpdate(TrainingModel training, string axis, params (string Name, string Label, FigureStyle Style)[] names)
    {
        var lines = new List<FigureLine>();
        foreach (string policy in training.Learning.Policies.OrderBy(training.ColourOfPolicy))
        {
            foreach ((string name, string label, FigureStyle style) in names)
            {
                if (training.Learning.Find(policy, name) is { } series)
                {
                    (double[] ticks, double[] values) = Stretches(series, name.EndsWith("_maximum", StringComparison.Ordinal));
                    lines.Add(new FigureLine(
                        label.Length > 0 ? $"{policy}, {label}" : policy,
                        [.. ticks.Select(tick => tick / training.TicksPerEpisode)],
                        values,
                        training.ColourOfPolicy(policy))
                    {
                        Style = style,
                    });
                }
            }
        }

        return lines.Count > 0 ? new Figure("Episode", axis, lines) : null;
    }

    private static (double[] Ticks, double[] Values) Stretches(LearningSeries series, bool largest)
    {
        int count = series.Values.Count;
        int length = Math.Max(1, (count + StretchesPerLine - 1) / StretchesPerLine);
        int[] starts = [.. Enumerable.Range(0, (count + length - 1) / length).Select(stretch => stretch * length)];
        return (
            [.. starts.Select(start => series.Ticks[Math.Min(start + length, count) - 1])],
            [
                .. starts.Select(start =>
                {
                    double[] values = [.. series.Values.Skip(start).Take(length).Where(double.IsFinite)];
                    return values.Length == 0 ? double.NaN : largest ? values.Max() : values.Average();
                }),
            ]);
    }

    private static FigureLine Thinned(string name, double[] x, IReadOnlyList<double> y, int colour, FigureStyle style)
    {
        int[] rows = Thinning.LargestTriangles(x, y, PointsPerLine);
        return new FigureLine(name, [.. rows.Select(row => x[row])], [.. rows.Select(row => y[row])], colour) { Style = style };
    }
}
