using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;

namespace MarketSim.Reporting.Evaluations;

/// <summary><c>evaluation.html</c> of several trainings: how the policies of each did on the same unseen markets, and all of them together.</summary>
public static class SeedEvaluationPage
{
    /// <summary>Writes the three tables and the page into a folder; earlier ones are kept (<see cref="EarlierEvaluations"/>).</summary>
    /// <param name="title">Of the page, e.g. the name of the scenario.</param>
    /// <param name="seeds">At least one, in ascending order, each with the same policies.</param>
    /// <param name="pooled">Of these seeds.</param>
    /// <returns>Full path of the page.</returns>
    public static string Write(string folder, string title, IReadOnlyList<SeedEvaluation> seeds, IReadOnlyList<PooledFigures> pooled)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentNullException.ThrowIfNull(pooled);
        EarlierEvaluations.Keep(folder);
        PageFile.Write(Path.Combine(folder, EvaluationTables.EpisodesFile), EvaluationTables.Episodes(seeds));
        PageFile.Write(Path.Combine(folder, EvaluationTables.SummaryFile), EvaluationTables.Summary(seeds));
        PageFile.Write(Path.Combine(folder, EvaluationTables.PooledFile), EvaluationTables.Pooled(pooled));
        return FigurePage.Write(
            Path.Combine(folder, EvaluationPage.FileName),
            $"{title}: evaluation over {seeds.Count} training seeds",
            $"{seeds[0].Policies.Max(row => row.Episodes)} episodes on markets that no training has seen, the same for all seeds and policies; wealth in currency after costs, 95 % intervals. {EvaluationPage.SharpeNote}",
            Sections(seeds, pooled));
    }

    internal static IReadOnlyList<ReportSection> Sections(IReadOnlyList<SeedEvaluation> seeds, IReadOnlyList<PooledFigures> pooled) =>
    [
        .. pooled.Select(row => row.Group).Distinct(StringComparer.Ordinal).Select((group, number) => new ReportSection(
            $"evaluation{number}",
            $"In the place of {group}",
            "Change of wealth per episode by training seed, that of the trained policy with the 95 % interval over its episodes. In the table, rows of all seeds take the training as the unit: deviation and interval are those of the seeds' means, beside the mean of their middle half with its bootstrap interval. The lead is what the trained policy had more, pair by pair.",
            Table(group, seeds, pooled),
            Lack: null)
        {
            Figure = Drawn(group, seeds),
            ShowsTable = true,
            IsTall = true,
        }),
    ];

    private static HtmlTable Table(string group, IReadOnlyList<SeedEvaluation> seeds, IReadOnlyList<PooledFigures> pooled)
    {
        var table = new HtmlTable(
            HtmlColumn.Text("Training seed"),
            HtmlColumn.Text("Policy"),
            HtmlColumn.Number("Mean"),
            HtmlColumn.Number("95 %"),
            HtmlColumn.Number("Deviation"),
            HtmlColumn.Number("Interquartile mean"),
            HtmlColumn.Number("95 %"),
            HtmlColumn.Number("Sharpe, annual"),
            HtmlColumn.Number("Lead of trained"),
            HtmlColumn.Number("95 %"),
            HtmlColumn.Number("Ahead (95 %)"));
        foreach (PooledFigures row in pooled.Where(row => row.Group == group))
        {
            bool isTrained = row.Policy == EvaluatedPolicyFigures.Trained;
            table.Add(
                $"all {row.Seeds}",
                row.Policy,
                Numbers.Money(row.Mean),
                EvaluationPage.Text(row.MeanInterval, Numbers.Money),
                Numbers.Money(row.Deviation),
                Numbers.Money(row.InterquartileMean.Value),
                EvaluationPage.Text(row.InterquartileMean.Interval, Numbers.Money),
                Numbers.Significant(row.AnnualSharpe),
                isTrained ? Numbers.Absent : Numbers.Money(row.Lead),
                isTrained ? Numbers.Absent : EvaluationPage.Text(row.LeadInterval, Numbers.Money),
                isTrained ? Numbers.Absent : Numbers.Whole(row.SeedsAhead));
        }

        foreach ((SeedEvaluation seed, EvaluatedPolicyFigures row) in seeds.SelectMany(seed => seed.Policies.Where(row => row.Group == group).Select(row => (seed, row))))
        {
            bool isTrained = row.Policy == EvaluatedPolicyFigures.Trained;
            table.Add(
                FormattableString.Invariant($"{seed.Seed}"),
                row.Policy,
                Numbers.Money(row.Mean),
                EvaluationPage.Text(row.MeanInterval, Numbers.Money),
                Numbers.Money(row.Deviation),
                Numbers.Absent,
                Numbers.Absent,
                Numbers.Significant(row.AnnualSharpe),
                isTrained ? Numbers.Absent : Numbers.Money(row.Lead),
                isTrained ? Numbers.Absent : EvaluationPage.Text(row.LeadInterval, Numbers.Money),
                Numbers.Absent);
        }

        return table;
    }

    private static Figure Drawn(string group, IReadOnlyList<SeedEvaluation> seeds)
    {
        double[] axis = [.. seeds.Select(seed => (double)seed.Seed)];
        string[] policies = [.. seeds[0].Policies.Where(row => row.Group == group).Select(row => row.Policy)];
        return new Figure(
            "Training seed",
            "Change of wealth per episode (currency)",
            [
                .. policies.Select((policy, colour) =>
                {
                    EvaluatedPolicyFigures[] own = [.. seeds.Select(seed => seed.Policies.First(row => row.Group == group && row.Policy == policy))];
                    var line = new FigureLine(policy, axis, [.. own.Select(row => row.Mean)], colour) { Style = FigureStyle.Points };
                    return policy != EvaluatedPolicyFigures.Trained ? line : line with
                    {
                        Style = FigureStyle.Strong,
                        Low = [.. own.Select(row => row.MeanInterval.Lower)],
                        High = [.. own.Select(row => row.MeanInterval.Upper)],
                    };
                }),
            ])
        {
            Counts = true,
        };
    }
}
