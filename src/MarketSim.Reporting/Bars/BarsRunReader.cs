using MarketSim.Experiments.Bars.Evaluation;
using MarketSim.Experiments.Bars.Training;
using MarketSim.Learning.Monitoring;
using MarketSim.Reporting.Evaluations;
using MarketSim.Results;

namespace MarketSim.Reporting.Bars;

/// <summary>Reads the content of the report of a training on bars.</summary>
/// <param name="Curves">Mean rewards over each training, those that have begun.</param>
/// <param name="Evaluation">Null when there is none yet.</param>
internal sealed record BarsRunModel(BarsRunSummary Run, IReadOnlyList<BarsCurve> Curves, BarsEvaluationModel? Evaluation);

/// <summary>One training's figures.</summary>
internal sealed record BarsCurve(string Learner, int Fold, int Seed, MetricsHistory Metrics);

/// <summary>The tables of an evaluation.</summary>
/// <param name="Closes">By number of the bar.</param>
internal sealed record BarsEvaluationModel(IReadOnlyList<BarsTestPath> Paths, IReadOnlyDictionary<int, double> Closes, IReadOnlyList<EvaluatedPolicyFigures> Policies);

/// <summary>Reads the folder of a training on bars.</summary>
internal static class BarsRunReader
{
    /// <param name="evaluationFolder">Folder of the evaluation's tables; by default the run's folder.</param>
    /// <exception cref="RunFolderException">A file is missing or malformed.</exception>
    public static BarsRunModel Read(string runFolder, string evaluationFolder)
    {
        BarsRunSummary run = BarsRun.ReadSummary(RunFolder.Open(runFolder));
        string tables = Path.Combine(evaluationFolder, EvaluationTables.SummaryFile);
        return new BarsRunModel(run, [.. Curves(runFolder)], File.Exists(tables) ? Evaluation(evaluationFolder) : null);
    }

    private static IEnumerable<BarsCurve> Curves(string runFolder)
    {
        string trainings = Path.Combine(runFolder, BarsRun.TrainingsFolder);
        string[] folders = Directory.Exists(trainings) ? Directory.GetDirectories(trainings) : [];
        foreach (string folder in folders.Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(folder);
            if (File.Exists(Path.Combine(folder, MetricsFile.FileName)) && BarsRun.TryParseTraining(name, out string learner, out int fold, out int seed))
            {
                yield return new BarsCurve(learner, fold, seed, Metrics(folder));
            }
        }
    }

    private static MetricsHistory Metrics(string folder)
    {
        try
        {
            return MetricsFile.Read(Path.Combine(folder, MetricsFile.FileName));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException(exception.Message, exception);
        }
    }

    private static BarsEvaluationModel Evaluation(string runFolder)
    {
        var evaluation = new BarsEvaluationModel(BarsTables.ReadPaths(runFolder), BarsTables.ReadCloses(runFolder), EvaluationTables.ReadSummary(runFolder));
        RequireWhole(runFolder, evaluation);
        return evaluation;
    }

    // The tables are written together; one that was cut short afterwards lacks what the others speak of.
    private static void RequireWhole(string runFolder, BarsEvaluationModel evaluation)
    {
        string? lack =
            evaluation.Paths.FirstOrDefault(path => !evaluation.Policies.Any(row => row.Group == path.Learner)) is { } path
                ? $"{EvaluationTables.SummaryFile} has no row of {path.Learner}"
            : evaluation.Paths.SelectMany(played => played.Steps).Any(step => !evaluation.Closes.ContainsKey(step.Bar))
                ? $"{BarsTables.TestBarsFile} lacks bars that were traded"
            : null;
        if (lack is not null)
        {
            throw new RunFolderException($"{Path.GetFullPath(runFolder)}: {lack}, though {BarsTables.BarsFile} speaks of it; evaluate the run again: marketsim evaluate {runFolder}");
        }
    }
}
