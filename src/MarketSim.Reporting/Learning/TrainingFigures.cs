using MarketSim.Reporting.Figures;
using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Learning;

/// <summary>Figures of a training in a market.</summary>
internal static class TrainingFigures
{
    private const int PointsPerLine = 600;

    /// <summary>Results by episode: each episode as a thin line, what it is on the whole as a strong one.</summary>
    public static Figure? ByEpisode(TrainingModel training, IEnumerable<string> competitors, Func<EpisodeOutcome, double> pick, string axis)
    {
        var thin = new List<FigureLine>();
        var strong = new List<FigureLine>();
        foreach (string competitor in competitors)
        {
            int colour = training.Competitors.ToList().IndexOf(competitor);
            double[] values = training.Means(competitor, pick);
            double[] episodes = [.. Enumerable.Range(1, values.Length).Select(episode => (double)episode)];
            if (MovingMean.Window(values.Length) > 1)
            {
                thin.Add(Thinned(competitor, episodes, values, colour, FigureStyle.Thin));
            }

            strong.Add(Thinned(competitor, episodes, MovingMean.Of(values), colour, FigureStyle.Strong));
        }

        return strong.Count > 0 ? new Figure("Episode", axis, [.. thin, .. strong]) : null;
    }

    /// <summary>Figures of updates over the training.</summary>
    /// <param name="names">What to look for, with what a line is called beside its policy and how it is drawn.</param>
    public static Figure? ByUpdate(TrainingModel training, string axis, params (string Name, string Label, FigureStyle Style)[] names)
    {
        var lines = new List<FigureLine>();
        for (int colour = 0; colour < training.Learning.Policies.Count; colour++)
        {
            string policy = training.Learning.Policies[colour];
            foreach ((string name, string label, FigureStyle style) in names)
            {
                if (training.Learning.Find(policy, name) is { } series)
                {
                    double[] episodes = [.. series.Ticks.Select(tick => tick / training.TicksPerEpisode)];
                    lines.Add(Thinned(label.Length > 0 ? $"{policy}, {label}" : policy, episodes, series.Values, colour, style));
                }
            }
        }

        return lines.Count > 0 ? new Figure("Episode", axis, lines) : null;
    }

    private static FigureLine Thinned(string name, double[] x, IReadOnlyList<double> y, int colour, FigureStyle style)
    {
        int[] rows = Thinning.LargestTriangles(x, y, PointsPerLine);
        return new FigureLine(name, [.. rows.Select(row => x[row])], [.. rows.Select(row => y[row])], colour) { Style = style };
    }
}
