using MarketSim.Cli.Evaluations;
using MarketSim.Cli.Logging;
using MarketSim.Cli.Results;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Bars.Training;
using MarketSim.Reporting;
using MarketSim.Reporting.Bars;
using MarketSim.Reporting.Evaluations;
using MarketSim.Results;
using MarketSim.Scenarios.Bars;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Cli.Bars;

/// <summary>Carries a training on bars from here to its end, or to the user's Ctrl-C: progress, log, results on test bars, report.</summary>
internal sealed class BarsRunSession(CommandConsole console, TimeProvider timeProvider, RunFolder folder, BarsScenario scenario, RunSettings settings)
{
    /// <param name="start">Starts the run, or resumes it.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(Func<BarsRunOptions, BarsRunSummary> start)
    {
        using var log = new RunLog(folder.PathOf(RunFolder.LogFile), console.Error);
        try
        {
            log.Logger.BarsRunBegins(scenario.Name, scenario.Seed, scenario.Learners.Count, folder.FullPath);
            BarsRunSummary summary = await TrainAsync(start).ConfigureAwait(false);
            log.Logger.BarsRunEnds(summary.Status.ToString(), summary.Steps, summary.StateDigest);
            return summary.Status == RunStatus.Finished ? await FinishAsync(summary, log).ConfigureAwait(false) : await StopAsync(summary).ConfigureAwait(false);
        }
        catch (Exception exception) when (Failure.Of(exception) is { IsExpected: false } failure)
        {
            log.Logger.RunFails(exception);
            await console.Error.WriteLineAsync($"marketsim: {failure.Message} Details are in {folder.PathOf(RunFolder.LogFile)}.").ConfigureAwait(false);
            return failure.ExitCode;
        }
    }

    private async Task<BarsRunSummary> TrainAsync(Func<BarsRunOptions, BarsRunSummary> start)
    {
        var progress = new EvaluationProgress(console, timeProvider, settings.ShowsProgress, "steps");
        int trainings = scenario.Split.Folds * scenario.Learners.Sum(learner => learner.Seeds);
        using var interruption = new Interruption(progress.Say);
        progress.Begin($"{scenario.Name}, seed {scenario.Seed}: {trainings} trainings in {scenario.Split.Folds} folds  {CommandPath.Of(folder.FullPath)}");
        var options = new BarsRunOptions
        {
            TimeProvider = timeProvider,
            Threads = settings.Threads,
            Progress = progress.Report,
            Interrupt = interruption.Token,
        };
        return await Task.Run(() => start(options)).ConfigureAwait(false);
    }

    private async Task<int> FinishAsync(BarsRunSummary summary, RunLog log)
    {
        var task = new BarsTask(scenario);
        BarsFigures figures;
        string? report;
        using (folder.Lock())
        {
            figures = await Task.Run(() => BarsEvaluator.Evaluate(task, folder, new EvaluationOptions { IsDeterministic = true })).ConfigureAwait(false);
            report = settings.WritesReport ? WriteReport(log) : null;
        }

        if (settings.IsJson)
        {
            await console.Output.WriteLineAsync(RunFolder.ToJsonLine(summary)).ConfigureAwait(false);
            return ExitCode.Success;
        }

        console.Output.WriteLine($"Scenario  {summary.Scenario}, seed {summary.Seed}");
        console.Output.WriteLine("Status    finished");
        console.Output.WriteLine($"Bars      {Figures.Whole(summary.Bars)}, {summary.Folds.Count} folds");
        console.Output.WriteLine($"Trainings {Figures.Whole(summary.Trainings.Count)}, {Figures.Whole(summary.Steps)} steps in {Figures.Age(TimeSpan.FromSeconds(summary.WallSeconds))}");
        foreach (string note in summary.Notes)
        {
            console.Output.WriteLine($"Note      {note}");
        }

        BarsFiguresView.Show(console, figures, folder.PathOf(EvaluationTables.SummaryFile), report);
        console.Output.WriteLine($"State digest {summary.StateDigest}");
        console.Output.WriteLine($"Run folder   {CommandPath.Of(folder.FullPath)}");
        return ExitCode.Success;
    }

    private async Task<int> StopAsync(BarsRunSummary summary)
    {
        if (settings.IsJson)
        {
            await console.Output.WriteLineAsync(RunFolder.ToJsonLine(summary)).ConfigureAwait(false);
        }

        await console.Error.WriteLineAsync($"marketsim: stopped; to continue: marketsim resume {CommandPath.Of(folder.FullPath)}").ConfigureAwait(false);
        return summary.Status == RunStatus.Interrupted ? ExitCode.Interrupted : ExitCode.Failed;
    }

    /// <summary>The run is done, whatever becomes of its report.</summary>
    private string? WriteReport(RunLog log)
    {
        try
        {
            return HtmlReport.Write(folder.FullPath);
        }
        catch (Exception exception)
        {
            log.Logger.ReportFails(exception.Message);
            return null;
        }
    }
}
