using System.Globalization;
using MarketSim.Experiments.Bars.Evaluation;
using MarketSim.Experiments.Bars.Training;
using MarketSim.Reporting.Evaluations;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Page;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Bars;

/// <summary>The report's sections on a training on bars.</summary>
internal static class BarsSections
{
    private const int PointsPerLine = 800;
    private const int PriceColour = 8;

    // So many that single trades can be seen.
    private const int BarsOfPositions = 250;

    private static readonly string[] Beside = ["buy_and_hold", "momentum", "mean_reversion", "flat"];

    public static IEnumerable<ReportSection> OfTraining(BarsRunModel model) =>
    [
        .. model.Curves.OrderBy(curve => Place(model.Run, curve.Learner)).GroupBy(curve => curve.Learner, StringComparer.Ordinal).Select((learner, number) => Curve(learner, number)).OfType<ReportSection>(),
    ];

    public static IEnumerable<ReportSection> OfEvaluation(BarsRunModel model)
    {
        if (model.Evaluation is not { Paths.Count: > 0 } evaluation)
        {
            yield break;
        }

        string[] learners = [.. evaluation.Paths.Select(path => path.Learner).Distinct(StringComparer.Ordinal)];
        yield return ReportSection.Of(
            "equity",
            "Out-of-sample equity",
            "Wealth on the test bars of all folds, one after the other, after costs and impact; every fold begins without a position. Strong: the mean of a learner's seeds. Thin: each seed.",
            Equity(evaluation, learners)) with { IsTall = true };
        foreach (string learner in learners)
        {
            EvaluatedPolicyFigures[] rows = [.. evaluation.Policies.Where(row => row.Group == learner)];
            yield return new ReportSection(
                $"evaluation{Array.IndexOf(learners, learner)}",
                $"{learner} on unseen bars",
                $"Figures are per year, in per cent of wealth; intervals of 95 % are over {rows.Max(row => row.Episodes)} stretches of test bars, on each of which a learner's result is the mean of its seeds. The lead is what the trained policies had more, on the same bars. Drawn: position (mean over seeds) on the price, over the last 250 test bars.",
                EvaluationPage.Table(rows),
                Lack: null)
            {
                Figure = Positions(evaluation, learner, Array.IndexOf(learners, learner)),
                IsTall = true,
                ShowsTable = true,
            };
        }
    }

    /// <summary>The training and test stretches of each fold, with their results.</summary>
    public static HtmlTable Folds(BarsRunModel model)
    {
        string[] learners = [.. model.Evaluation?.Paths.Select(path => path.Learner).Distinct(StringComparer.Ordinal) ?? []];
        var table = new HtmlTable(
        [
            HtmlColumn.Text("Fold"), HtmlColumn.Text("Trained from"), HtmlColumn.Text("to"), HtmlColumn.Number("Bars"), HtmlColumn.Text("Tested from"), HtmlColumn.Text("to"), HtmlColumn.Number("Bars"),
            .. learners.Select(learner => HtmlColumn.Number($"{learner}, return")),
            .. learners.Length > 0 ? [HtmlColumn.Number("buy_and_hold, return")] : Array.Empty<HtmlColumn>(),
        ]);
        foreach (BarsFoldSummary fold in model.Run.Folds)
        {
            table.Add(
            [
                Numbers.Whole(fold.Fold), Time(fold.TrainingFrom), Time(fold.TrainingTo), Numbers.Whole(fold.TrainingLast - fold.TrainingFirst + 1),
                Time(fold.TestFrom), Time(fold.TestTo), Numbers.Whole(fold.TestLast - fold.TestFirst + 1),
                .. learners.Select(learner => (HtmlCell)Return(model.Evaluation!, learner, EvaluatedPolicyFigures.Trained, fold.Fold)),
                .. learners.Take(1).Select(learner => (HtmlCell)Return(model.Evaluation!, learner, "buy_and_hold", fold.Fold)),
            ]);
        }

        return table;
    }

    public static HtmlTable Trainings(BarsRunSummary run)
    {
        var table = new HtmlTable(
            HtmlColumn.Text("Learner"), HtmlColumn.Text("Algorithm"), HtmlColumn.Number("Fold"), HtmlColumn.Number("Seed"), HtmlColumn.Number("Steps"), HtmlColumn.Number("Episodes"), HtmlColumn.Number("Reward at the end"), HtmlColumn.Prose("Stopped because"));
        foreach (BarsTrainingSummary training in run.Trainings)
        {
            table.Add(
                training.Learner, training.Algorithm, Numbers.Whole(training.Fold), Numbers.Whole(training.Seed), Numbers.Whole(training.Steps), Numbers.Whole(training.Episodes),
                Numbers.Significant(training.MeanReward ?? double.NaN), training.StoppedBecause.Length > 0 ? training.StoppedBecause : Numbers.Absent);
        }

        return table;
    }

    // As the scenario names them; those of which no training is done come last.
    private static int Place(BarsRunSummary run, string learner)
    {
        int place = run.Trainings.ToList().FindIndex(training => training.Learner == learner);
        return place < 0 ? run.Trainings.Count : place;
    }

    private static ReportSection? Curve(IGrouping<string, BarsCurve> learner, int number)
    {
        FigureLine[] lines =
        [
            .. learner.GroupBy(curve => curve.Fold).OrderBy(fold => fold.Key).SelectMany((fold, colour) => LearningCurve.Lines(
                [.. fold.OrderBy(curve => curve.Seed).Select(curve => curve.Metrics.Series(LearningCurve.RewardMetric))],
                string.Create(CultureInfo.InvariantCulture, $"fold {fold.Key}"),
                colour)),
        ];
        return lines.Length == 0 ? null : ReportSection.Of(
            $"learning{number}",
            $"Learning curves of {learner.Key}",
            "Mean sum of rewards of the last 100 episodes, on training bars, by fold. Thin: each seed. Strong: their mean, with one standard deviation on both sides. Folds differ in their bars, so their levels are not to be compared.",
            new Figure("Steps", "Reward per episode", lines)) with { IsTall = true };
    }

    private static Figure Equity(BarsEvaluationModel evaluation, string[] learners)
    {
        var thin = new List<FigureLine>();
        var strong = new List<FigureLine>();
        for (int number = 0; number < learners.Length; number++)
        {
            double[][] seeds = [.. EquityOf(evaluation, learners[number], EvaluatedPolicyFigures.Trained)];
            if (seeds.Length > 1)
            {
                thin.AddRange(seeds.Select(equity => Line($"{learners[number]}, each seed", equity, number, FigureStyle.Thin)));
            }

            strong.Add(Line(learners[number], Mean(seeds), number, FigureStyle.Strong));
        }

        IEnumerable<FigureLine> others = Beside.Select((name, colour) => Line(name, Mean([.. EquityOf(evaluation, learners[0], name)]), learners.Length + colour, FigureStyle.Dashed));
        return new Figure("Test bars", "Wealth (1 at the start)", [.. thin, .. others, .. strong]);
    }

    private static Figure Positions(BarsEvaluationModel evaluation, string learner, int colour)
    {
        TestSeries[] seeds = SeriesOf(evaluation, learner, EvaluatedPolicyFigures.Trained);
        int count = seeds[0].Steps.Count;
        int[] rows = [.. Enumerable.Range(Math.Max(0, count - BarsOfPositions), Math.Min(count, BarsOfPositions))];
        double[] x = [.. rows.Select(row => row + 1.0)];
        return new Figure(
            "Test bars",
            "Close",
            [
                new FigureLine("close", x, [.. rows.Select(row => evaluation.Closes[seeds[0].Steps[row].Bar])], PriceColour),
                new FigureLine($"{learner}, position", x, [.. rows.Select(row => seeds.Average(series => series.Steps[row].Position))], colour)
                {
                    OnSecondAxis = true,
                    Style = FigureStyle.Steps,
                },
            ])
        {
            SecondAxis = "Position (multiple of wealth)",
        };
    }

    private static FigureLine Line(string name, double[] equity, int colour, FigureStyle style)
    {
        double[] x = [.. Enumerable.Range(0, equity.Length).Select(bar => (double)bar)];
        int[] rows = Thinning.LargestTriangles(x, equity, PointsPerLine);
        return new FigureLine(name, [.. rows.Select(row => x[row])], [.. rows.Select(row => equity[row])], colour) { Style = style };
    }

    private static double[] Mean(double[][] seeds) => [.. Enumerable.Range(0, seeds[0].Length).Select(bar => seeds.Average(equity => equity[bar]))];

    private static IEnumerable<double[]> EquityOf(BarsEvaluationModel evaluation, string learner, string policy) =>
        SeriesOf(evaluation, learner, policy).Select(series => series.Equity().ToArray());

    private static TestSeries[] SeriesOf(BarsEvaluationModel evaluation, string learner, string policy) => BarsFigures.SeriesOf(
        evaluation.Paths.Where(path => path.Learner == learner && path.Policy == policy), blockBars: 1);

    private static string Return(BarsEvaluationModel evaluation, string learner, string policy, int fold)
    {
        TestSeries[] seeds = BarsFigures.SeriesOf(
            evaluation.Paths.Where(path => path.Learner == learner && path.Policy == policy && path.Fold + 1 == fold), blockBars: 1);
        return seeds.Length == 0 ? Numbers.Absent : Numbers.Percent(seeds.Average(series => series.Equity()[^1] - 1));
    }

    private static string Time(DateTime time) => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
