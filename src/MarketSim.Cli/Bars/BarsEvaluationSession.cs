using MarketSim.Cli.Evaluations;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Reporting.Bars;
using MarketSim.Reporting.Evaluations;
using MarketSim.Results;
using MarketSim.Scenarios.Bars;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Cli.Bars;

/// <summary>Evaluates a finished training on bars again, or to the user's Ctrl-C, which leaves nothing behind.</summary>
internal sealed class BarsEvaluationSession(
    CommandConsole console, TimeProvider timeProvider, RunFolder folder, BarsScenario scenario, EvaluationSettings switches)
{
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync()
    {
        ThrowIfUnknown();
        using RunFolderLock? folderLock = ResultFolder.Lock(folder.Lock, switches.Output);
        var evaluator = new BarsEvaluator(folder, scenario, ResultFolder.Prepare(switches.Output, folder.FullPath));
        var progress = new EvaluationProgress(console, timeProvider, switches.ShowsProgress, "tests");
        using var interruption = new Interruption(progress.Say, InterruptionMessages.OfEvaluation);
        progress.Begin($"{scenario.Name}  {CommandPath.Of(folder.FullPath)}");
        BarsFigures figures;
        try
        {
            figures = await Task.Run(() => evaluator.Evaluate(Options(progress, interruption.Token))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            progress.Say("stopped; nothing was written");
            return ExitCode.Interrupted;
        }

        string page = evaluator.WriteReport();
        if (switches.IsJson)
        {
            await console.Output.WriteLineAsync(ToJson(evaluator.Task, figures)).ConfigureAwait(false);
        }
        else
        {
            BarsFiguresView.Show(console, figures, Path.Combine(evaluator.Output, EvaluationTables.SummaryFile), page);
        }

        return ExitCode.Success;
    }

    private EvaluationOptions Options(EvaluationProgress progress, CancellationToken interrupt) => new()
    {
        Groups = switches.Groups,
        Threads = switches.Threads,
        IsDeterministic = switches.IsDeterministic,
        Progress = (done, total) => progress.Report(done, total),
        Interrupt = interrupt,
    };

    private string ToJson(BarsTask task, BarsFigures figures) => EvaluationView.ToJson(new
    {
        Run = folder.FullPath,
        Scenario = scenario.Name,
        scenario.Seed,
        Folds = task.Folds.Count,
        BarsPerYear = task.AnnualBars,
        figures.Blocks,
        figures.BlockBars,
        Deterministic = switches.IsDeterministic,
        Unit = figures.Explanation,
        figures.Policies,
    });

    private void ThrowIfUnknown()
    {
        string[] learners = [.. scenario.Learners.Select(learner => learner.Name)];
        if (switches.Groups?.FirstOrDefault(group => !learners.Contains(group, StringComparer.Ordinal)) is { } unknown)
        {
            throw new WrongUseException($"--group is {unknown}; the learners of {scenario.Name} are {string.Join(", ", learners)}.");
        }
    }
}
