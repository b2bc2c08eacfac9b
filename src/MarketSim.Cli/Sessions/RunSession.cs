using MarketSim.Cli.Logging;
using MarketSim.Cli.Progress;
using MarketSim.Cli.Terminal;
using MarketSim.Reporting;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cli.Sessions;

/// <summary>Carries a run from here to its end, or to the user's Ctrl-C: progress, log, report, result.</summary>
internal sealed class RunSession(CommandConsole console, TimeProvider timeProvider, RunFolder folder, Scenario scenario, RunSettings settings)
{
    /// <param name="start">Starts the run, or resumes it.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(Func<RunOptions, Task<RunResult>> start)
    {
        using var log = new RunLog(folder.PathOf(RunFolder.LogFile), console.Error);
        try
        {
            RunResult result = await RunAsync(start, log).ConfigureAwait(false);
            log.Logger.RunEnds(result.Summary.Status.ToString(), result.Summary.Ticks, result.Summary.Fingerprint);
            return await ShowAsync(result, log).ConfigureAwait(false);
        }
        catch (Exception exception) when (Failure.Of(exception) is var failure && (exception is RunFailedException || !failure.IsExpected))
        {
            log.Logger.RunFails(exception);
            if (failure.IsExpected)
            {
                throw;
            }

            await console.Error.WriteLineAsync($"marketsim: {failure.Message} Details are in {folder.PathOf(RunFolder.LogFile)}.").ConfigureAwait(false);
            return failure.ExitCode;
        }
    }

    private async Task<RunResult> RunAsync(Func<RunOptions, Task<RunResult>> start, RunLog log)
    {
        IProgressView progress = ProgressViews.Create(console, timeProvider, scenario, folder.FullPath, settings.ShowsProgress);
        using var interruption = new Interruption(progress.Say);
        Task<RunResult> run = start(new RunOptions
        {
            TimeProvider = timeProvider,
            Partitions = settings.Partitions,
            Threads = settings.Threads,
            Progress = progress.Report,
            Interrupt = interruption.Token,
            Observer = settings.Window?.Observer,
            LoggerFactory = log.Factory,
        });
        if (!run.IsCompleted)
        {
            // What is refused at once has nothing to show.
            await ShowUntilAsync(progress, run).ConfigureAwait(false);
        }

        return await EndAsync(run).ConfigureAwait(false);
    }

    // The page shows how it ended.
    private async Task<RunResult> EndAsync(Task<RunResult> run)
    {
        await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (settings.Window is { } window)
        {
            await window.EndAsync(run.IsCompletedSuccessfully ? (await run.ConfigureAwait(false)).Summary.Status : RunStatus.Failed).ConfigureAwait(false);
        }

        return await run.ConfigureAwait(false);
    }

    // Whatever becomes of the view, the run is never left alone.
    private static async Task ShowUntilAsync(IProgressView progress, Task run)
    {
        try
        {
            await progress.ShowUntilAsync(run).ConfigureAwait(false);
        }
        finally
        {
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> ShowAsync(RunResult result, RunLog log)
    {
        bool isFinished = result.Summary.Status == RunStatus.Finished;
        string? report = isFinished && settings.WritesReport ? WriteReport(log) : null;
        bool isShown = await TryShowAsync(result, report).ConfigureAwait(false);
        if (isFinished)
        {
            return isShown ? ExitCode.Success : ExitCode.Failed;
        }

        await console.Error.WriteLineAsync($"marketsim: stopped; to continue: marketsim resume {CommandPath.Of(result.Folder)}").ConfigureAwait(false);
        return result.Summary.Status == RunStatus.Interrupted ? ExitCode.Interrupted : ExitCode.Failed;
    }

    private async Task<bool> TryShowAsync(RunResult result, string? report)
    {
        try
        {
            await RunResultView.ShowAsync(console, scenario, settings, result, report).ConfigureAwait(false);
            return true;
        }
        catch (IOException exception)
        {
            await console.Error.WriteLineAsync(
                $"marketsim: the output cannot be written: {exception.Message}. What it would have said is in {CommandPath.Of(folder.PathOf(RunFolder.SummaryFile))}.").ConfigureAwait(false);
            return false;
        }
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
