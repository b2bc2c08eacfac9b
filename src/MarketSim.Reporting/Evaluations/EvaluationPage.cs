using System.Text;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Reporting.Evaluations;

/// <summary><c>evaluation.html</c>: how trained policies did on unseen markets beside everybody that they are compared with.</summary>
public static class EvaluationPage
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "evaluation.html";

    /// <summary>The explanation of the column of Sharpe ratios.</summary>
    internal static string SharpeNote { get; } = $"Sharpe ratios are annual: an episode is a trading day, so that mean over deviation is times √{EvaluatedPolicyFigures.EpisodesPerYear}.";

    /// <summary>Writes both tables and the page into a folder; earlier ones are kept (<see cref="EarlierEvaluations"/>).</summary>
    /// <param name="title">Of the page, e.g. the name of the scenario.</param>
    /// <param name="notes">Of <see cref="EvaluationCaveats"/>; null for none.</param>
    /// <returns>Full path of the page.</returns>
    public static string Write(
        string folder, string title, IReadOnlyList<EvaluatedEpisode> episodes, IReadOnlyList<EvaluatedPolicyFigures> figures, IReadOnlyList<string>? notes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        EarlierEvaluations.Keep(folder);
        PageFile.Write(Path.Combine(folder, EvaluationTables.EpisodesFile), EvaluationTables.Episodes(episodes));
        PageFile.Write(Path.Combine(folder, EvaluationTables.SummaryFile), EvaluationTables.Summary(figures));
        return FigurePage.Write(
            Path.Combine(folder, FileName),
            $"{title}: evaluation",
            Subtitle(figures.Max(row => row.Episodes), notes ?? []),
            Sections(episodes, figures));
    }

    internal static IReadOnlyList<ReportSection> Sections(IReadOnlyList<EvaluatedEpisode> episodes, IReadOnlyList<EvaluatedPolicyFigures> figures) =>
    [
        .. figures.Select(row => row.Group).Distinct(StringComparer.Ordinal).Select((group, number) => new ReportSection(
            $"evaluation{number}",
            $"In the place of {group}",
            "Change of wealth summed over the episodes, each on the same markets. The table has means per episode; the lead is what the trained policy had more, pair by pair.",
            Table([.. figures.Where(row => row.Group == group)]),
            Lack: null)
        {
            Figure = Drawn([.. episodes.Where(episode => episode.Group == group)]),
            ShowsTable = true,
        }),
    ];

    private static string Subtitle(int episodes, IReadOnlyList<string> notes)
    {
        string unseen = notes.Count == 0 ? " on markets that no training has seen" : string.Empty;
        return string.Join(' ', [$"{episodes} episodes{unseen}, the same for all; wealth in currency after costs, 95 % intervals.", SharpeNote, .. notes]);
    }

    /// <summary>A row per policy.</summary>
    internal static HtmlTable Table(IReadOnlyList<EvaluatedPolicyFigures> rows)
    {
        var table = new HtmlTable(
            HtmlColumn.Text("Policy"),
            HtmlColumn.Number("Mean"),
            HtmlColumn.Number("95 %"),
            HtmlColumn.Number("Deviation"),
            HtmlColumn.Number("Sharpe, annual"),
            HtmlColumn.Number("95 %"),
            HtmlColumn.Number("Drawdown"),
            HtmlColumn.Number("worst"),
            HtmlColumn.Number("Turnover"),
            HtmlColumn.Number("Lead of trained"),
            HtmlColumn.Number("95 %"));
        foreach (EvaluatedPolicyFigures row in rows)
        {
            bool isTrained = row.Policy == EvaluatedPolicyFigures.Trained;
            table.Add(
                row.Policy,
                Numbers.Money(row.Mean),
                Text(row.MeanInterval, Numbers.Money),
                Numbers.Money(row.Deviation),
                Numbers.Significant(row.AnnualSharpe),
                Text(row.AnnualSharpeInterval, Numbers.Significant),
                Numbers.Money(row.Drawdown),
                Numbers.Money(row.WorstDrawdown),
                Numbers.Whole(row.Turnover),
                isTrained ? Numbers.Absent : Numbers.Money(row.Lead),
                isTrained ? Numbers.Absent : Text(row.LeadInterval, Numbers.Money));
        }

        return table;
    }

    internal static string Text(ConfidenceInterval interval, Func<double, string> format) =>
        double.IsNaN(interval.Lower) ? Numbers.Absent : new StringBuilder(format(interval.Lower)).Append(" to ").Append(format(interval.Upper)).ToString();

    private static Figure Drawn(EvaluatedEpisode[] episodes) => new(
        "Episode",
        "Change of wealth so far (currency)",
        [
            .. episodes.GroupBy(episode => episode.Policy, StringComparer.Ordinal).Select((played, colour) =>
            {
                double sum = 0;
                EvaluatedEpisode[] own = [.. played.OrderBy(episode => episode.Episode)];
                double[] sums = [.. own.Select(episode => sum += episode.WealthChange)];
                return new FigureLine(played.Key, [.. Enumerable.Range(1, own.Length).Select(number => (double)number)], sums, colour)
                {
                    Style = played.Key == EvaluatedPolicyFigures.Trained ? FigureStyle.Strong : FigureStyle.Points,
                };
            }),
        ]);
}
