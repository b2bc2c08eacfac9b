using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Sweeps;
using MarketSim.Reporting;
using MarketSim.Reporting.Sweeps;
using MarketSim.Results;
using MarketSim.Scenarios;

namespace MarketSim.Cli.Sweeps;

/// <summary>Carries a sweep from what is missing to its end, or to the user's Ctrl-C.</summary>
internal sealed class SweepSession(CommandConsole console, TimeProvider timeProvider, Scenario scenario, IReadOnlyList<ulong> seeds, SweepSettings settings)
{
    /// <returns>An <see cref="ExitCode"/>: <see cref="ExitCode.Failed"/> when a run has failed.</returns>
    public async Task<int> RunAsync(SweepFolder folder, ClusterTarget target)
    {
        using RunFolderLock folderLock = folder.Lock();
        folder.Request(seeds);
        ulong[] missing = [.. seeds.Where(seed => !folder.IsFinished(seed))];
        var view = new SweepView(console, seeds.Count, settings.ShowsProgress);
        view.Begin(scenario.Name, seeds.Count - missing.Length, folder.FullPath);
        using var interruption = new Interruption(Say, target.IsMeant ? InterruptionMessages.OfSweep : InterruptionMessages.OfRun);
        try
        {
            if (missing.Length > 0)
            {
                await RunAsync(folder, target, missing, view, interruption.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            Say(FormattableString.Invariant($"stopped; {folder.Table.Results.Count(result => result.IsFinished)} runs have finished; the same command continues with the others: --output {CommandPath.Of(folder.FullPath)}"));
            return ExitCode.Interrupted;
        }

        return Show(folder, view);
    }

    private async Task RunAsync(SweepFolder folder, ClusterTarget target, IReadOnlyList<ulong> missing, SweepView view, CancellationToken interrupt)
    {
        void Report(SweepResult result)
        {
            folder.Table.Put(result);
            view.Add(result);
        }

        if (!target.IsMeant)
        {
            await new LocalSweepRunner(folder, timeProvider, settings.Jobs, SweepMeasurements.Of(folder)).RunAsync(scenario, missing, Report, interrupt).ConfigureAwait(false);
            return;
        }

        ClusterSession session = await ClusterSession.OpenAsync(console, timeProvider, target, interrupt).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            try
            {
                var runner = new ClusterSweepRunner(session.Store, timeProvider, folder, Say);
                await session.WhileNodesLiveAsync(RunAsync(runner, missing, Report, interrupt)).ConfigureAwait(false);
            }
            catch (Exception exception) when (session.Local is { } local && exception is not OperationCanceledException)
            {
                local.KeepsLogs = true;
                Say($"the logs of the nodes are in {local.LogFolder}");
                throw;
            }
        }
    }

    private async Task<bool> RunAsync(ClusterSweepRunner runner, IReadOnlyList<ulong> missing, Action<SweepResult> report, CancellationToken interrupt)
    {
        await runner.RunAsync(scenario, missing, report, interrupt).ConfigureAwait(false);
        return true;
    }

    private int Show(SweepFolder folder, SweepView view)
    {
        var wanted = seeds.ToHashSet();
        SweepResult[] results = [.. folder.Table.Results.Where(result => wanted.Contains(result.Seed))];
        IReadOnlyList<SweepFigure> figures = SweepStatistics.Of(results);
        string? curves = folder.KeepsRuns && results.Any(result => result.IsFinished) ? folder.PlotLearningCurves() : null;
        if (settings.IsJson)
        {
            console.Output.WriteLine(SweepView.ToJson(folder, seeds, figures, curves));
        }
        else
        {
            view.End(figures, Path.Combine(folder.FullPath, SweepTable.FileName), curves);
        }

        int failed = results.Count(result => result.Status == RunStatus.Failed);
        if (failed > 0)
        {
            Say(FormattableString.Invariant($"{failed} of {seeds.Count} runs failed; the same command tries them again"));
        }

        return results.All(result => result.IsFinished) ? ExitCode.Success : ExitCode.Failed;
    }

    private void Say(string message) => console.Error.WriteLine($"marketsim: {message}");
}

/// <param name="Jobs">Runs at the same time in this process, at least 1.</param>
internal sealed record SweepSettings(int Jobs, bool IsJson, bool IsQuiet)
{
    public bool ShowsProgress => !IsJson && !IsQuiet;
}
