using MarketSim.Cli.Evaluations;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Reporting;
using MarketSim.Reporting.Bars;
using MarketSim.Reporting.Evaluations;
using MarketSim.Results;
using MarketSim.Scenarios.Bars;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Cli.Bars;

/// <summary>Evaluates a finished training on bars again, or to the user's Ctrl-C, which leaves nothing behind.</summary>
internal sealed class BarsEvaluationSession(
    CommandConsole console, TimeProvider timeProvider, RunFolder folder, BarsScenario scenario, EvaluationSettings settings)
{
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync()
    {
        ThrowIfUnknown();
        using RunFolderLock? folderLock = ResultFolder.Lock(folder.Lock, settings.Output);
        string output = ResultFolder.Prepare(settings.Output, folder.FullPath);
        var task = new BarsTask(scenario);
        var progress = new EvaluationProgress(console, timeProvider, settings.ShowsProgress, "tests");
        using var interruption = new Interruption(progress.Say, InterruptionMessages.OfEvaluation);
        progress.Begin($"{scenario.Name}  {CommandPath.Of(folder.FullPath)}");
        BarsFigures figures;
        try
        {
            figures = await Task.Run(() => BarsEvaluator.Evaluate(task, folder, Options(progress, interruption.Token), output)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            progress.Say("stopped; nothing was written");
            return ExitCode.Interrupted;
        }

        string page = HtmlReport.WriteTo(Path.Combine(output, HtmlReport.FileName), folder.FullPath, output);
        if (settings.IsJson)
        {
            await console.Output.WriteLineAsync(ToJson(task, figures)).ConfigureAwait(false);
        }
        else
        {
            BarsFiguresView.Show(console, figures, Path.Combine(output, EvaluationTables.SummaryFile), page);
        }

        return ExitCode.Success;
    }

    private EvaluationOptions Options(EvaluationProgress progress, CancellationToken interrupt) => new()
    {
        Groups = settings.Groups,
        Threads = settings.Threads,
        IsDeterministic = settings.IsDeterministic,
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
        Deterministic = settings.IsDeterministic,
        Unit = figures.Explanation,
        figures.Policies,
    });

    private void ThrowIfUnknown()
    {
        string[] learners = [.. scenario.Learners.Select(learner => learner.Name)];
        if (settings.Groups?.FirstOrDefault(group => !learners.Contains(group, StringComparer.Ordinal)) is { } unknown)
        {
            throw new WrongUseException($"--group is {unknown}; the learners of {scenario.Name} are {string.Join(", ", learners)}.");
        }
    }
}
