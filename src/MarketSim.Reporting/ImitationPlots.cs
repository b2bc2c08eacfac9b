using System.Globalization;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Methods;
using MarketSim.Learning.Imitation.Rewards;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Page;

namespace MarketSim.Reporting;

/// <summary>Pages about imitation learning. Each is one self-contained HTML file, written whole or not at all.</summary>
public static class ImitationPlots
{
    /// <summary>Draws how a training went: losses with those of held-out episodes, scores and figures, the confusion matrix, actions of expert and clone side by side.</summary>
    /// <param name="path">Of the page, e.g. <c>imitation.html</c>; an earlier one is replaced.</param>
    /// <param name="evaluation">Results of the imitator, drawn beside its expert; null to omit them.</param>
    /// <returns>Full path of the page.</returns>
    /// <exception cref="ArgumentException">Nothing has been trained yet.</exception>
    public static string PlotLearningCurve(this ImitationLearning imitation, string path, ImitationEvaluation? evaluation = null)
    {
        ArgumentNullException.ThrowIfNull(imitation);
        if (imitation.History.Count == 0)
        {
            throw new ArgumentException("Nothing has been trained yet; call Train first.", nameof(imitation));
        }

        List<ReportSection> sections = [Losses(imitation.History), .. Scores(imitation.History), .. Others(imitation.History)];
        if (imitation.Result().Fit is { } fit)
        {
            sections.AddRange(Actions(fit, imitation.Demonstrations.ActionNames));
        }

        if (evaluation is not null)
        {
            sections.Add(Returns(evaluation));
        }

        if (imitation.LinearReward is { } reward)
        {
            sections.Add(Weights([.. reward.FeatureNames.Select((name, k) => new RewardWeight(name, reward.Weights[k], reward.Intervals[k]))], "In standard deviations of each feature, in units of the expert's temperature; bands are intervals at 95 %."));
        }
        else if (imitation.LearnedReward is { } learned && !imitation.Options.Adversarial.AbsorbingState)
        {
            (IReadOnlyList<RewardWeight> weights, double explained) = learned.Inspect(imitation.Demonstrations);
            sections.Add(Weights(weights, string.Create(CultureInfo.InvariantCulture, $"The linear function nearest to the reward over the expert's steps, in standard deviations of each feature; it explains {explained:P0} of the reward's variance. Bands are intervals at 95 %.")));
        }

        return FigurePage.Write(path, $"Imitation: {imitation.Method}", $"{imitation.Demonstrations.Episodes.Count} demonstrations of {imitation.Demonstrations.Source}, {imitation.History.Count} epochs, seed {imitation.Seed}.", sections);
    }

    private static ReportSection Losses(IReadOnlyList<ImitationEpoch> history)
    {
        List<FigureLine> lines = [Line("learned from", history, static epoch => epoch.Loss, 0)];
        if (history.Any(static epoch => epoch.HeldOutLoss is not null))
        {
            lines.Add(Line("held out", history, static epoch => epoch.HeldOutLoss ?? double.NaN, 1));
        }

        return ReportSection.Of("losses", "Learning curves", "Loss after each epoch, of what was learned from and of what was held out.", new Figure("Epoch", "Loss", lines)) with { OffersLogarithm = true };
    }

    private static IEnumerable<ReportSection> Scores(IReadOnlyList<ImitationEpoch> history) => history.Any(static epoch => epoch.HeldOutScore is not null)
        ? [ReportSection.Of("scores", "Held-out score", "Macro-F1 of discrete actions, explained share of the variance of continuous ones, or likelihood per choice of an inverse method.", new Figure("Epoch", "Score", [Line("held out", history, static epoch => epoch.HeldOutScore ?? double.NaN, 1)]))]
        : [];

    private static IEnumerable<ReportSection> Others(IReadOnlyList<ImitationEpoch> history) => history
        .SelectMany(static epoch => epoch.Figures.Keys).Distinct(StringComparer.Ordinal)
        .Select((name, number) => ReportSection.Of(
            $"figure{number}", name.Replace('_', ' '), "After each epoch.", new Figure("Epoch", name.Replace('_', ' '), [Line(name.Replace('_', ' '), history, epoch => epoch.Figures.GetValueOrDefault(name, double.NaN), 0)])));

    private static IEnumerable<ReportSection> Actions(CloneFit fit, IReadOnlyList<string> names) => fit.Confusion.Count > 0
        ? fit.Confusion.Select((matrix, element) => ImitationFigures.Confusion($"actions{element}", $"Actions: {names[element]}", matrix))
        : fit.ExplainedShare.Select((_, element) => ImitationFigures.Histogram($"actions{element}", $"Actions: {names[element]}", fit, element, names.Count));

    private static ReportSection Returns(ImitationEvaluation evaluation)
    {
        FigureLine Sorted(string name, IReadOnlyList<double> returns, int colour) => new(
            name, [.. Enumerable.Range(0, returns.Count).Select(rank => (rank + 0.5) / returns.Count)], [.. returns.Order()], colour)
        {
            Style = FigureStyle.Points,
        };
        List<FigureLine> lines = [Sorted("imitator", evaluation.Returns, 1), Sorted("random", evaluation.RandomReturns, 2)];
        if (evaluation.ExpertReturns.Count > 0)
        {
            lines.Insert(0, Sorted("expert", evaluation.ExpertReturns, 0));
        }

        return ReportSection.Of("returns", "Return against the expert's", $"Returns of episodes, each group by its own rank. {evaluation}.", new Figure("Share of episodes", "Return", lines));
    }

    private static ReportSection Weights(IReadOnlyList<RewardWeight> weights, string explanation)
    {
        double[] numbers = [.. Enumerable.Range(0, weights.Count).Select(static number => (double)number)];
        var table = new HtmlTable(HtmlColumn.Text("Feature"), HtmlColumn.Number("Weight"), HtmlColumn.Number("Lower"), HtmlColumn.Number("Upper"));
        foreach (RewardWeight weight in weights)
        {
            table.Add(weight.Feature, Numbers.Significant(weight.Weight), Numbers.Significant(weight.Interval.Lower), Numbers.Significant(weight.Interval.Upper));
        }

        return new ReportSection("weights", "Weights of the reward", $"{explanation} Features by number: {string.Join(", ", weights.Select(static (weight, number) => string.Create(CultureInfo.InvariantCulture, $"{number} {weight.Feature}")))}.", table, Lack: null)
        {
            ShowsTable = true,
            Figure = new Figure("Feature", "Weight", [new FigureLine("weight", numbers, [.. weights.Select(static weight => weight.Weight)], 0)
            {
                Style = FigureStyle.Points,
                Low = [.. weights.Select(static weight => weight.Interval.Lower)],
                High = [.. weights.Select(static weight => weight.Interval.Upper)],
            }])
            {
                Counts = true,
            },
        };
    }

    private static FigureLine Line(string name, IReadOnlyList<ImitationEpoch> history, Func<ImitationEpoch, double> pick, int colour) =>
        new(name, [.. history.Select(static epoch => (double)epoch.Epoch)], [.. history.Select(pick)], colour);
}
