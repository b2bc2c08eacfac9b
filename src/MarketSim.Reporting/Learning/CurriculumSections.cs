using MarketSim.Learning.Curriculum;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Learning;

/// <summary>The report's sections on the stages of a training.</summary>
internal static class CurriculumSections
{
    public const string Explanation = "Normalised score of each window: 0 as uniformly drawn actions, 1 as the reference. A stage is left upwards above the bar.";

    /// <summary>The scores of all evaluations beside the bar.</summary>
    /// <param name="axis">Unit of the steps.</param>
    public static Figure Scores(string axis, IReadOnlyList<StageEvaluation> evaluations)
    {
        double[] steps = [.. evaluations.Select(static evaluation => (double)evaluation.Steps)];
        return new Figure(
            axis,
            "Score",
            [
                new FigureLine("score of the window", steps, [.. evaluations.Select(static evaluation => evaluation.Score)], 0) { Style = FigureStyle.Points },
                new FigureLine("smoothed", steps, [.. evaluations.Select(static evaluation => evaluation.Smoothed)], 0),
                new FigureLine("bar", steps, [.. evaluations.Select(static evaluation => evaluation.Bar)], 2) { Style = FigureStyle.Dashed },
                new FigureLine("stage", steps, [.. evaluations.Select(static evaluation => (double)evaluation.Stage)], 1) { Style = FigureStyle.Steps, OnSecondAxis = true },
            ]) { SecondAxis = "Stage" };
    }

    /// <summary>None for a training without a curriculum.</summary>
    public static IEnumerable<ReportSection> Of(IReadOnlyList<CurriculumRow> rows) => rows.Count == 0
        ? []
        : [ReportSection.Of("curriculum", "Stages", $"{Explanation} The table of stages says why each was left or kept.", Scores("Episode", [.. rows.Select(static row => row.Evaluation)])) with { IsTall = true }];

    /// <summary>Every evaluation with its reason.</summary>
    public static HtmlTable Table(IReadOnlyList<CurriculumRow> rows)
    {
        var table = new HtmlTable(
            HtmlColumn.Number("After episode"),
            HtmlColumn.Text("Stage"),
            HtmlColumn.Number("Score"),
            HtmlColumn.Number("Smoothed"),
            HtmlColumn.Number("Bar"),
            HtmlColumn.Number("Episodes"),
            HtmlColumn.Number("p"),
            HtmlColumn.Prose("Decision"));
        foreach ((string name, StageEvaluation evaluation) in rows.Select(static row => (row.Name, row.Evaluation)))
        {
            table.Add(
                Numbers.Whole(evaluation.Steps),
                $"{evaluation.Stage} {name}",
                Numbers.Significant(evaluation.Score),
                Numbers.Significant(evaluation.Smoothed),
                Numbers.Significant(evaluation.Bar),
                Numbers.Whole(evaluation.Episodes),
                Numbers.Significant(evaluation.PValue),
                evaluation.Reason);
        }

        return table;
    }
}
