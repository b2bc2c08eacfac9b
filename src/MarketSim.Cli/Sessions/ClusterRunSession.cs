using MarketSim.Cli.Progress;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Profiles;
using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Sessions;

/// <summary>Gives a run to a cluster and shows it to its end, or to the user's Ctrl-C, as if it were running here.</summary>
/// <param name="name">Null for one made of scenario, seed and time.</param>
/// <param name="folder">Folder that the run is downloaded to; empty before the run has ended.</param>
internal sealed class ClusterRunSession(CommandConsole console, TimeProvider timeProvider, Scenario scenario, ClusterTarget target, RunSettings settings, string? name, string folder)
{
    private static readonly TimeSpan LocalPatience = TimeSpan.FromSeconds(30);

    private readonly string _run = name ?? RunNames.ForNewRun(scenario, timeProvider);

    /// <summary>Shows the run, by its name in a store, until it is over or the token is cancelled; null for nothing.</summary>
    public Func<IClusterStore, string, CancellationToken, Task>? ShowBeside { get; init; }

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync()
    {
        IProgressView progress = ProgressViews.Create(console, timeProvider, scenario, folder, settings.ShowsProgress);
        using var interruption = new Interruption(progress.Say, target.ProfilePath is null ? InterruptionMessages.OfOwnCluster : InterruptionMessages.OfDetached);
        ClusterSession? session = await OpenAsync(interruption).ConfigureAwait(false);
        if (session is null)
        {
            return ExitCode.Interrupted;
        }

        await using (session.ConfigureAwait(false))
        {
            try
            {
                return await RunAsync(session, progress, interruption.Token).ConfigureAwait(false);
            }
            catch (Exception) when (session.Local is not null)
            {
                KeepLogs(session);
                throw;
            }
        }
    }

    /// <summary>Submits the run and does not wait for it.</summary>
    public async Task<int> DetachAsync()
    {
        IClusterStore store = await console.OpenStore(ClusterProfileReader.ReadStore(target.ProfilePath!, PasswordSource.OfProcess)).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            await new RunSubmitter(store).SubmitAsync(scenario, _run, target.MaxNodes).ConfigureAwait(false);
        }

        if (settings.IsJson)
        {
            await console.Output.WriteLineAsync(System.Text.Json.JsonSerializer.Serialize(new { run = _run }, System.Text.Json.JsonSerializerOptions.Web)).ConfigureAwait(false);
        }
        else
        {
            await console.Output.WriteLineAsync($"Run {_run} is in the cluster's hands.").ConfigureAwait(false);
            await WhatNextAsync(console.Output).ConfigureAwait(false);
        }

        return ExitCode.Success;
    }

    private async Task<ClusterSession?> OpenAsync(Interruption interruption)
    {
        try
        {
            return await ClusterSession.OpenAsync(console, timeProvider, target, interruption.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            await console.Error.WriteLineAsync("marketsim: stopped before the run was begun").ConfigureAwait(false);
            return null;
        }
    }

    private async Task<int> RunAsync(ClusterSession session, IProgressView progress, CancellationToken interrupt)
    {
        await new RunSubmitter(session.Store).SubmitAsync(scenario, _run, target.MaxNodes).ConfigureAwait(false);
        Task<RunRecord> run = session.WhileNodesLiveAsync(WatchAsync(session, progress, interrupt));
        using var leaving = new CancellationTokenSource();
        Task page = ShowBeside?.Invoke(session.Store, _run, leaving.Token) ?? Task.CompletedTask;
        await progress.ShowUntilAsync(run).ConfigureAwait(false);
        try
        {
            await run.ConfigureAwait(false);
            await page.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            await console.Error.WriteLineAsync($"marketsim: detached; run {_run} continues in the cluster").ConfigureAwait(false);
            await WhatNextAsync(console.Error).ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            await page.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var report = new ReportWriter(console.Error, settings.WritesReport);
        FetchedRun fetched = await new RunFetcher(session.Store).FetchAsync(_run, folder, written => WriteReport(written, report)).ConfigureAwait(false);
        return await ShowAsync(session, fetched, report).ConfigureAwait(false);
    }

    /// <summary>Follows the run. In a cluster that outlives the command a signal ends only the command; in a dedicated one it ends the run, with a checkpoint.</summary>
    private async Task<RunRecord> WatchAsync(ClusterSession session, IProgressView progress, CancellationToken interrupt)
    {
        var watch = new RunTracker(session.Store, timeProvider)
        {
            Progress = progress.Report,
            Say = progress.Say,

            // Nodes that the command has just started take a while to find each other.
            PatienceForNodes = session.Local is null ? RunTracker.DefaultPatience : LocalPatience,
        };
        if (session.Outlives)
        {
            return await watch.UntilEndedAsync(_run, interrupt).ConfigureAwait(false);
        }

        await using CancellationTokenRegistration registration = interrupt.Register(() => _ = session.Store.RequestStopAsync(_run));
        return await watch.UntilEndedAsync(_run, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<int> ShowAsync(ClusterSession session, FetchedRun fetched, ReportWriter report)
    {
        await RunResultView.ShowAsync(
            console, scenario, settings, new RunResult(fetched.Folder, fetched.Summary), report.IsWritten ? Path.Combine(fetched.Folder, Reporting.HtmlReport.FileName) : null).ConfigureAwait(false);
        switch (fetched.Record.Status)
        {
            case RunStatus.Finished:
                return ExitCode.Success;
            case RunStatus.Interrupted:
                string inCluster = session.Outlives ? $"in the cluster: marketsim cluster resume {_run} {target.Option}; or here: " : "in this process, with the same result: ";
                await console.Error.WriteLineAsync($"marketsim: stopped; to continue {inCluster}marketsim resume {CommandPath.Of(fetched.Folder)}").ConfigureAwait(false);
                return ExitCode.Interrupted;
            default:
                await console.Error.WriteLineAsync($"marketsim: run {_run} failed: {fetched.Record.Message}").ConfigureAwait(false);
                KeepLogs(session);
                return ExitCode.Failed;
        }
    }

    /// <summary>Only a finished run is worth a report, here as in one process.</summary>
    private static void WriteReport(string folder, ReportWriter report)
    {
        if (RunFolder.Open(folder).IsFinished())
        {
            report.Write(folder);
        }
    }

    private void KeepLogs(ClusterSession session)
    {
        if (session.Local is { } local)
        {
            local.KeepsLogs = true;
            console.Error.WriteLine($"marketsim: the logs of the nodes are in {local.LogFolder}");
        }
    }

    private async Task WhatNextAsync(TextWriter output)
    {
        await output.WriteLineAsync($"  to watch it:  marketsim cluster runs {target.Option}").ConfigureAwait(false);
        await output.WriteLineAsync($"  to fetch it:  marketsim fetch {_run} {target.Option}").ConfigureAwait(false);
        await output.WriteLineAsync($"  to stop it:   marketsim cluster stop {_run} {target.Option}").ConfigureAwait(false);
    }
}
