using System.Globalization;
using MarketSim.Learning.Curriculum;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Page;

namespace MarketSim.Reporting;

/// <summary>Pages of figures about a curriculum. Each is one self-contained HTML file, written whole or not at all.</summary>
public static class CurriculumPlots
{
    /// <summary>Draws the return of the training's episodes, the stage they were of, and the score of every evaluation.</summary>
    /// <param name="path">Of the page, e.g. <c>curve.html</c>; an earlier one is replaced.</param>
    /// <returns>Full path of the page.</returns>
    /// <exception cref="InvalidOperationException">Nothing was trained yet.</exception>
    public static string PlotLearningCurve(this CurriculumLearning curriculum, string path)
    {
        ArgumentNullException.ThrowIfNull(curriculum);
        var lines = new List<FigureLine>();
        Add(lines, curriculum, LearningPlots.RewardMetric, "return, mean of the last episodes", 0, FigureStyle.Strong, onSecondAxis: false);
        Add(lines, curriculum, "curriculum/stage", "stage", 1, FigureStyle.Steps, onSecondAxis: true);
        if (lines.Count == 0)
        {
            throw new InvalidOperationException("Nothing was trained since this curriculum was made, so there is nothing to draw; call Train first.");
        }

        IReadOnlyList<StageEvaluation> evaluations = curriculum.Evaluations;
        var sections = new List<ReportSection>
        {
            ReportSection.Of("curve", "Learning curve", "Returns of training episodes, whatever their stage; the stage at the right.", new Figure("Steps", "Return", lines) { SecondAxis = "Stage" }),
        };
        if (evaluations.Count > 0)
        {
            sections.Add(ReportSection.Of("evaluations", "Evaluations", CurriculumSections.Explanation, CurriculumSections.Scores("Steps", evaluations)));
        }

        return FigurePage.Write(path, "Curriculum", Subtitle(curriculum), sections);
    }

    /// <summary>Draws what the training's episodes of each stage came to.</summary>
    /// <inheritdoc cref="PlotLearningCurve"/>
    public static string PlotStageRewards(this CurriculumLearning curriculum, string path)
    {
        ArgumentNullException.ThrowIfNull(curriculum);
        (int Stage, StageTally Tally)[] played = [.. curriculum.Stages.Select((tally, stage) => (stage, tally)).Where(row => row.tally.Episodes > 0)];
        if (played.Length == 0)
        {
            throw new InvalidOperationException("No training episode has ended yet, so there is nothing to draw; call Train first.");
        }

        double[] stages = [.. played.Select(row => (double)row.Stage)];
        return FigurePage.Write(
            path,
            "Rewards by stage",
            Subtitle(curriculum),
            [
                ReportSection.Of("returns", "Mean return", "Of all training episodes of a stage, the first clumsy ones included.", new Figure(
                    "Stage", "Return", [new FigureLine("mean return", stages, [.. played.Select(row => row.Tally.MeanReturn)], 0) { Style = FigureStyle.Points }]) { Counts = true }),
                ReportSection.Of("scores", "Mean score", "0 as a random policy, 1 as the reference policy of the stage.", new Figure(
                    "Stage", "Score", [new FigureLine("mean score", stages, [.. played.Select(row => row.Tally.MeanScore)], 0) { Style = FigureStyle.Points }]) { Counts = true }),
                ReportSection.Of("episodes", "Episodes", "Those played again against forgetting are among them.", new Figure(
                    "Stage", "Episodes", [new FigureLine("episodes", stages, [.. played.Select(row => (double)row.Tally.Episodes)], 1) { Style = FigureStyle.Points }]) { Counts = true }),
            ]);
    }

    private static void Add(List<FigureLine> lines, CurriculumLearning curriculum, string metric, string name, int colour, FigureStyle style, bool onSecondAxis)
    {
        var points = curriculum.Metrics.Series(metric);
        if (points.Count > 0)
        {
            lines.Add(new FigureLine(name, [.. points.Select(point => (double)point.Step)], [.. points.Select(point => point.Value)], colour) { Style = style, OnSecondAxis = onSecondAxis });
        }
    }

    private static string Subtitle(CurriculumLearning curriculum) => string.Create(
        CultureInfo.InvariantCulture,
        $"{curriculum.Algorithm.Name}, {curriculum.Options.NumStages} stages, schedule {curriculum.Options.Schedule}, {curriculum.Algorithm.Steps} steps, {curriculum.Evaluations.Count} evaluations.");
}
