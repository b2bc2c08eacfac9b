using System.Text;
using MarketSim.Experiments.Bars.Evaluation;
using MarketSim.Market.Data;
using MarketSim.Reporting.Evaluations;
using MarketSim.Reporting.Page;
using MarketSim.Scenarios.Bars;

namespace MarketSim.Reporting.Bars;

/// <summary>An evaluation on bars as comma-separated tables in the run folder.</summary>
internal static class BarsTables
{
    /// <summary>A row per policy, fold, seed and test bar.</summary>
    public const string BarsFile = "evaluation-bars.csv";

    /// <summary>The test bars themselves.</summary>
    public const string TestBarsFile = "test-bars.csv";

    /// <summary>Writes all tables; earlier ones are kept (<see cref="EarlierEvaluations"/>).</summary>
    public static void Write(string folder, BarsTask task, IReadOnlyList<BarsTestPath> paths, BarsFigures figures)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(figures);
        EarlierEvaluations.Keep(folder);
        PageFile.Write(Path.Combine(folder, TestBarsFile), TestBars(task));
        PageFile.Write(Path.Combine(folder, BarsFile), Bars(paths));
        PageFile.Write(Path.Combine(folder, EvaluationTables.EpisodesFile), Folds(paths));
        PageFile.Write(Path.Combine(folder, EvaluationTables.SummaryFile), EvaluationTables.Summary(figures.Policies));
    }

    private static string TestBars(BarsTask task)
    {
        var text = new StringBuilder("fold,bar,time,open,close\n");
        for (int fold = 0; fold < task.Folds.Count; fold++)
        {
            for (int number = task.Folds[fold].Test.Start; number < task.Folds[fold].Test.End; number++)
            {
                Bar bar = task.Bars[number];
                EvaluationTables.WriteRow(text, fold + 1, number, bar.Time.ToString("s", System.Globalization.CultureInfo.InvariantCulture), bar.Open, bar.Close);
            }
        }

        return text.ToString();
    }

    private static string Bars(IReadOnlyList<BarsTestPath> paths)
    {
        var text = new StringBuilder("learner,policy,fold,seed,bar,return,position,traded,costs\n");
        foreach (BarsTestPath path in paths)
        {
            foreach (BarsTestStep step in path.Steps)
            {
                EvaluationTables.WriteRow(text, path.Learner, path.Policy, path.Fold + 1, path.Seed + 1, step.Bar, step.Return, step.Position, step.Traded, step.Costs);
            }
        }

        return text.ToString();
    }

    private static string Folds(IReadOnlyList<BarsTestPath> paths)
    {
        var text = new StringBuilder("learner,policy,fold,seed,bars,return,drawdown,turnover,costs,reward\n");
        foreach (BarsTestPath path in paths)
        {
            var series = new TestSeries([path], path.Steps.Count);
            EvaluationTables.WriteRow(
                text, path.Learner, path.Policy, path.Fold + 1, path.Seed + 1, path.Steps.Count, series.Equity()[^1] - 1, series.Drawdown(),
                path.Steps.Sum(step => step.Traded), path.Steps.Sum(step => step.Costs), path.Reward);
        }

        return text.ToString();
    }
}
