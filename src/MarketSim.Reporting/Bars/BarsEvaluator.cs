using MarketSim.Experiments.Bars.Evaluation;
using MarketSim.Results;
using MarketSim.Scenarios.Bars;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Reporting.Bars;

/// <summary>Evaluates the policies of a training on bars on its test bars.</summary>
public static class BarsEvaluator
{
    /// <summary>Plays all test bars and writes the tables of the evaluation; earlier ones are kept.</summary>
    /// <param name="task">Of the run's scenario.</param>
    /// <param name="folder">The folder of the finished run.</param>
    /// <param name="output">The folder of the tables; null for the run's.</param>
    /// <returns>The results, annual.</returns>
    /// <exception cref="RunFolderException">A policy is missing or damaged; nothing was written.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; nothing was written.</exception>
    public static BarsFigures Evaluate(BarsTask task, RunFolder folder, EvaluationOptions options, string? output = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            IReadOnlyList<BarsTestPath> paths = BarsEvaluation.Run(task, folder, options);
            BarsFigures figures = BarsFigures.Of(task, paths, task.Scenario.Seed);
            BarsTables.Write(output ?? folder.FullPath, task, paths, figures);
            return figures;
        }
        catch (InvalidDataException exception)
        {
            throw RunFolderException.Damaged(exception);
        }
    }
}
