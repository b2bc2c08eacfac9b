using MarketSim.Learning.Monitoring;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Page;

namespace MarketSim.Reporting;

/// <summary>Pages of figures about trainings. Each is one self-contained HTML file, written whole or not at all.</summary>
public static class LearningPlots
{
    /// <summary>Name of the mean reward of the last episodes, as the algorithms record it.</summary>
    public const string RewardMetric = LearningCurve.RewardMetric;

    /// <summary>Draws how the reward of a training went.</summary>
    /// <inheritdoc cref="PlotLearningCurves"/>
    public static string PlotLearningCurve(this MetricsHistory training, string path, string metric = RewardMetric, string? title = null) =>
        PlotLearningCurves([training], path, metric, title);

    /// <summary>Draws how the reward of trainings went that differ by their seeds: each, and their mean with one standard deviation around it.</summary>
    /// <param name="trainings">At least one that recorded the metric.</param>
    /// <param name="path">Of the page, e.g. <c>curves.html</c>; an earlier one is replaced.</param>
    /// <param name="metric">Name of what is drawn.</param>
    /// <param name="title">Of the page; null for the metric's name.</param>
    /// <returns>Full path of the page.</returns>
    /// <exception cref="ArgumentException">None of the trainings has recorded the metric.</exception>
    public static string PlotLearningCurves(
        this IReadOnlyList<MetricsHistory> trainings, string path, string metric = RewardMetric, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(trainings);
        IReadOnlyList<FigureLine> lines = LearningCurve.Lines([.. trainings.Select(training => training.Series(metric))], metric, colour: 0);
        if (lines.Count == 0)
        {
            string known = string.Join(", ", trainings.SelectMany(training => training.Names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
            throw new ArgumentException($"No training has recorded {metric}; recorded are {(known.Length > 0 ? known : "no figures at all")}.", nameof(metric));
        }

        return FigurePage.Write(
            path,
            title ?? metric,
            trainings.Count == 1 ? "One training." : $"{trainings.Count} trainings that differ by their seeds.",
            [ReportSection.Of("curve", metric, Explanation(trainings.Count), new Figure("Steps", metric, lines))]);
    }

    /// <summary>Draws everything that trainings recorded, a figure for each name.</summary>
    /// <inheritdoc cref="PlotLearningCurves"/>
    public static string PlotMetrics(this IReadOnlyList<MetricsHistory> trainings, string path, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(trainings);
        IReadOnlyList<ReportSection> sections = SectionsOf(trainings);
        return FigurePage.Write(path, title ?? "Metrics", $"{sections.Count} figures of {trainings.Count} trainings.", sections);
    }

    private static IReadOnlyList<ReportSection> SectionsOf(IReadOnlyList<MetricsHistory> trainings) =>
    [
        .. trainings.SelectMany(training => training.Names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Lines: LearningCurve.Lines([.. trainings.Select(training => training.Series(name))], name, colour: 0)))
            .Where(figure => figure.Lines.Count > 0)
            .Select((figure, index) => ReportSection.Of($"metric{index}", figure.Name, Explanation(trainings.Count), new Figure("Steps", figure.Name, figure.Lines))),
    ];

    private static string Explanation(int trainings) => trainings == 1
        ? "As recorded during the training."
        : "Thin: each seed. Strong: their mean, with one standard deviation on both sides.";
}
