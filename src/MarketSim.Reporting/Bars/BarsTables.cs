using System.Globalization;
using MarketSim.Experiments.Bars.Evaluation;
using MarketSim.Reporting.Evaluations;
using MarketSim.Reporting.Page;
using MarketSim.Results;
using MarketSim.Results.Tables;
using MarketSim.Scenarios.Bars;

namespace MarketSim.Reporting.Bars;

/// <summary>An evaluation on bars as comma-separated tables in the run folder, written and read.</summary>
internal static class BarsTables
{
    /// <summary>A row per policy, fold, seed and test bar.</summary>
    public const string BarsFile = "evaluation-bars.csv";

    /// <summary>The test bars themselves.</summary>
    public const string TestBarsFile = "test-bars.csv";

    private const string BarColumn = "bar";
    private const string CloseColumn = "close";

    // In the order of Bars and ReadPaths.
    private static readonly string[] StepColumns = ["learner", "policy", "fold", "seed", BarColumn, "return", "position", "traded", "costs"];

    /// <summary>Writes all tables; earlier ones are kept (<see cref="EarlierEvaluations"/>).</summary>
    public static void Write(string folder, BarsTask task, IReadOnlyList<BarsTestPath> paths, BarsFigures figures)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(figures);
        EarlierEvaluations.Keep(folder, BarsFile, TestBarsFile);
        PageFile.Write(Path.Combine(folder, TestBarsFile), TestBars(task));
        PageFile.Write(Path.Combine(folder, BarsFile), Bars(paths));
        PageFile.Write(Path.Combine(folder, EvaluationTables.EpisodesFile), Folds(paths));
        PageFile.Write(Path.Combine(folder, EvaluationTables.SummaryFile), EvaluationTables.Summary(figures.Policies));
    }

    /// <summary>Reads the test bars: the close by number of the bar.</summary>
    /// <exception cref="RunFolderException">The table is missing or malformed.</exception>
    internal static IReadOnlyDictionary<int, double> ReadCloses(string folder)
    {
        using var table = new CsvTableReader(folder, TestBarsFile);
        (int bar, int close) = (table.Column(BarColumn), table.Column(CloseColumn));
        var closes = new Dictionary<int, double>();
        while (table.Read())
        {
            closes[(int)table.WholeNumber(bar)] = table.NumberAboveZero(close);
        }

        return closes;
    }

    /// <summary>Reads what each policy did with the test bars; rewards are not in the table and NaN.</summary>
    /// <exception cref="RunFolderException">The table is missing or malformed.</exception>
    internal static IReadOnlyList<BarsTestPath> ReadPaths(string folder)
    {
        using var table = new CsvTableReader(folder, BarsFile);
        int[] columns = [.. StepColumns.Select(name => EvaluationTables.ColumnOf(table, name))];
        var paths = new List<BarsTestPath>();
        var steps = new List<BarsTestStep>();
        while (table.Read())
        {
            var path = new BarsTestPath(
                table.Text(columns[0]), table.Text(columns[1]), (int)table.WholeNumber(columns[2]) - 1, (int)table.WholeNumber(columns[3]) - 1, double.NaN, []);
            if (paths.Count == 0 || paths[^1] with { Steps = path.Steps } != path)
            {
                steps = [];
                paths.Add(path with { Steps = steps });
            }

            steps.Add(new BarsTestStep(
                (int)table.WholeNumber(columns[4]), table.Number(columns[5]), table.Number(columns[6]), table.NumberAtLeastZero(columns[7]),
                table.NumberAtLeastZero(columns[8])));
        }

        return paths;
    }

    private static string TestBars(BarsTask task) => EvaluationTables.Write(
        ["fold", BarColumn, "time", "open", CloseColumn],
        task.Folds.Index().SelectMany(fold => Enumerable.Range(fold.Item.Test.Start, fold.Item.Test.End - fold.Item.Test.Start).Select(number => (object[])
        [
            fold.Index + 1, number, task.Bars[number].Time.ToString("s", CultureInfo.InvariantCulture), task.Bars[number].Open, task.Bars[number].Close,
        ])));

    private static string Bars(IReadOnlyList<BarsTestPath> paths) => EvaluationTables.Write(
        StepColumns,
        paths.SelectMany(path => path.Steps.Select(step => (object[])
        [
            path.Learner, path.Policy, path.Fold + 1, path.Seed + 1, step.Bar, step.Return, step.Position, step.Traded, step.Costs,
        ])));

    private static string Folds(IReadOnlyList<BarsTestPath> paths) => EvaluationTables.Write(
        ["learner", "policy", "fold", "seed", "bars", "return", "drawdown", "turnover", "costs", "reward"],
        paths.Select(path =>
        {
            var series = new TestSeries([path], path.Steps.Count);
            return (object[])
            [
                path.Learner, path.Policy, path.Fold + 1, path.Seed + 1, path.Steps.Count, series.Equity()[^1] - 1, series.Drawdown(),
                path.Steps.Sum(step => step.Traded), path.Steps.Sum(step => step.Costs), path.Reward,
            ];
        }));
}
