using MarketSim.Experiments.Bars.Evaluation;
using MarketSim.Experiments.Bars.Training;
using MarketSim.Learning.Monitoring;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Evaluations;
using MarketSim.Results;
using MarketSim.Results.Tables;

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
        using var table = new CsvTable(folder, MetricsFile.FileName);
        int step = table.Column("step");
        int name = table.Column("name");
        int value = table.Column("value");
        var history = new MetricsHistory();
        while (table.Read())
        {
            history.Record(table.Text(name), table.AnyNumber(value), table.WholeNumber(step));
        }

        return history;
    }

    private static BarsEvaluationModel Evaluation(string runFolder)
    {
        var closes = new Dictionary<int, double>();
        using (var table = new CsvTable(runFolder, BarsTables.TestBarsFile))
        {
            int bar = table.Column("bar");
            int close = table.Column("close");
            while (table.Read())
            {
                closes[(int)table.WholeNumber(bar)] = table.NumberAboveZero(close);
            }
        }

        var evaluation = new BarsEvaluationModel(Paths(runFolder), closes, Policies(runFolder));
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

    private static IReadOnlyList<BarsTestPath> Paths(string runFolder)
    {
        using var table = new CsvTable(runFolder, BarsTables.BarsFile);
        (int learner, int policy, int fold, int seed) = (table.Column("learner"), PolicyColumn(table), table.Column("fold"), table.Column("seed"));
        (int bar, int change, int position, int traded, int costs) =
            (table.Column("bar"), table.Column("return"), table.Column("position"), table.Column("traded"), table.Column("costs"));
        var paths = new List<BarsTestPath>();
        var steps = new List<BarsTestStep>();
        while (table.Read())
        {
            var path = new BarsTestPath(table.Text(learner), table.Text(policy), (int)table.WholeNumber(fold) - 1, (int)table.WholeNumber(seed) - 1, double.NaN, []);
            if (paths.Count == 0 || paths[^1] with { Steps = path.Steps } != path)
            {
                steps = [];
                paths.Add(path with { Steps = steps });
            }

            steps.Add(new BarsTestStep(
                (int)table.WholeNumber(bar), table.Number(change), table.Number(position), table.NumberAtLeastZero(traded), table.NumberAtLeastZero(costs)));
        }

        return paths;
    }

    private static IReadOnlyList<EvaluatedPolicyFigures> Policies(string runFolder)
    {
        using var table = new CsvTable(runFolder, EvaluationTables.SummaryFile);
        double Number(string name) => table.NumberOrAbsent(table.Column(name));
        ConfidenceInterval Interval(string name) => new(Number($"{name}_lower"), Number($"{name}_upper"));
        var policies = new List<EvaluatedPolicyFigures>();
        while (table.Read())
        {
            policies.Add(new EvaluatedPolicyFigures(
                table.Text(table.Column("group")),
                table.Text(PolicyColumn(table)),
                (int)table.WholeNumber(table.Column("episodes")),
                Number("mean"),
                Number("deviation"),
                Interval("mean"),
                Number("sharpe_annual"),
                Interval("sharpe_annual"),
                Number("drawdown"),
                Number("worst_drawdown"),
                Number("turnover"),
                Number("reward"),
                Number("lead"),
                Interval("lead")));
        }

        return policies;
    }

    // Evaluations of 0.3.0 have another name for it.
    private static int PolicyColumn(CsvTable table) => table.TryColumn("contestant", out int column) ? column : table.Column("policy");
}
