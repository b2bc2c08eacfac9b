using MarketSim.Experiments.Bars.Evaluation;
using MarketSim.Reporting;
using MarketSim.Reporting.Bars;
using MarketSim.Results;
using MarketSim.Scenarios.Bars;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Cli.Bars;

/// <summary>Evaluates the policies of a training on bars on its test bars, and writes tables and report.</summary>
/// <param name="output">Folder of the output; null for the run's folder.</param>
internal sealed class BarsEvaluator(RunFolder folder, BarsScenario scenario, string? output = null)
{
    private readonly BarsTask _task = new(scenario);

    public BarsTask Task => _task;

    /// <summary>The folder of tables and report.</summary>
    public string Output { get; } = output ?? folder.FullPath;

    /// <summary>Plays and writes the tables.</summary>
    /// <exception cref="RunFolderException">A policy is missing or damaged.</exception>
    public BarsFigures Evaluate(EvaluationOptions options)
    {
        try
        {
            IReadOnlyList<BarsTestPath> paths = BarsEvaluation.Run(_task, folder, options);
            BarsFigures figures = BarsFigures.Of(_task, paths, scenario.Seed);
            BarsTables.Write(Output, _task, paths, figures);
            return figures;
        }
        catch (InvalidDataException exception)
        {
            throw new RunFolderException($"{exception.Message} Restore the file, or train again.", exception);
        }
    }

    /// <returns>Path of the report.</returns>
    public string WriteReport() => HtmlReport.WriteTo(Path.Combine(Output, HtmlReport.FileName), folder.FullPath, Output);
}
