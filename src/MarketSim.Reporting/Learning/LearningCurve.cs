using MarketSim.Learning.Monitoring;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Learning;

/// <summary>One figure of several trainings that differ by their seeds: each as a thin line, their mean as a strong one.</summary>
internal static class LearningCurve
{
    /// <summary>The metric of the mean reward of an episode.</summary>
    public const string RewardMetric = "rollout/episode_reward_mean";

    private const int PointsPerLine = 600;
    private const int PointsOfMean = 200;

    /// <param name="seeds">One series per training, each by ascending steps; at least one.</param>
    /// <param name="name">Name of the lines.</param>
    /// <param name="colour">Number of a colour.</param>
    public static IReadOnlyList<FigureLine> Lines(IReadOnlyList<IReadOnlyList<MetricPoint>> seeds, string name, int colour)
    {
        IReadOnlyList<MetricPoint>[] told = Told(seeds);
        if (told.Length <= 1)
        {
            return [.. told.Select(series => Line(series, name, colour, FigureStyle.Strong))];
        }

        return [.. told.Select(series => Line(series, $"{name}, each seed", colour, FigureStyle.Thin)), .. Mean(told, $"{name}, mean of {told.Length} seeds", colour)];
    }

    /// <summary>The mean alone, where there are several.</summary>
    /// <inheritdoc cref="Lines"/>
    public static IEnumerable<FigureLine> Means(IReadOnlyList<IReadOnlyList<MetricPoint>> seeds, string name, int colour)
    {
        IReadOnlyList<MetricPoint>[] told = Told(seeds);
        return told.Length <= 1 ? told.Select(series => Line(series, name, colour, FigureStyle.Strong)) : Mean(told, name, colour);
    }

    private static IReadOnlyList<MetricPoint>[] Told(IReadOnlyList<IReadOnlyList<MetricPoint>> seeds) =>
        [.. seeds.Select(series => (IReadOnlyList<MetricPoint>)[.. series.Where(point => double.IsFinite(point.Value))]).Where(series => series.Count > 0)];

    private static FigureLine Line(IReadOnlyList<MetricPoint> series, string name, int colour, FigureStyle style)
    {
        double[] steps = [.. series.Select(point => (double)point.Step)];
        double[] values = [.. series.Select(point => point.Value)];
        int[] rows = Thinning.LargestTriangles(steps, values, PointsPerLine);
        return new FigureLine(name, [.. rows.Select(row => steps[row])], [.. rows.Select(row => values[row])], colour) { Style = style };
    }

    // Over the steps that all of them have; seeds report at different steps, so each is interpolated.
    private static IEnumerable<FigureLine> Mean(IReadOnlyList<MetricPoint>[] seeds, string name, int colour)
    {
        double first = seeds.Max(series => series[0].Step);
        double last = seeds.Min(series => series[^1].Step);
        if (first > last)
        {
            yield break;
        }

        int count = first == last ? 1 : PointsOfMean;
        double[] steps = [.. Enumerable.Range(0, count).Select(i => first + (count == 1 ? 0 : i * (last - first) / (count - 1)))];
        double[][] values = [.. seeds.Select(series => steps.Select(step => At(series, step)).ToArray())];
        double[] mean = [.. Enumerable.Range(0, count).Select(i => values.Average(series => series[i]))];
        double[] deviation = [.. Enumerable.Range(0, count).Select(i => Math.Sqrt(values.Sum(series => (series[i] - mean[i]) * (series[i] - mean[i])) / (values.Length - 1)))];
        yield return new FigureLine(name, steps, mean, colour)
        {
            Low = [.. mean.Zip(deviation, (centre, reach) => centre - reach)],
            High = [.. mean.Zip(deviation, (centre, reach) => centre + reach)],
        };
    }

    private static double At(IReadOnlyList<MetricPoint> series, double step)
    {
        int above = 0;
        int end = series.Count - 1;
        while (above < end)
        {
            int middle = (above + end) / 2;
            (above, end) = series[middle].Step >= step ? (above, middle) : (middle + 1, end);
        }

        MetricPoint upper = series[above];
        if (above == 0 || upper.Step <= step)
        {
            return upper.Value;
        }

        MetricPoint lower = series[above - 1];
        return lower.Value + ((upper.Value - lower.Value) * (step - lower.Step) / (upper.Step - lower.Step));
    }
}
