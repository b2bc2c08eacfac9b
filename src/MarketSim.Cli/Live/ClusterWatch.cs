using MarketSim.Cli.Results;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Store;
using MarketSim.Live;
using MarketSim.Simulation.Output;

namespace MarketSim.Cli.Live;

/// <summary>Shows a run of a cluster from its store, which it only reads: what is committed, who leads the run under which epoch, and its recoveries.</summary>
internal sealed class ClusterWatch(CommandConsole console, IClusterStore store, string run, TimeProvider timeProvider)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Until Ctrl-C.</summary>
    /// <exception cref="UnknownRunException">There is no such run.</exception>
    public async Task ShowAsync(LiveOptions options)
    {
        string root = Directory.CreateTempSubdirectory("marketsim-watch-").FullName;
        using var interruption = new Interruption(message => console.Error.WriteLine($"marketsim: {message}"), InterruptionWords.OfWatch);
        try
        {
            await ShowAsync(options, root, interruption.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            // The user has seen enough.
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private async Task ShowAsync(LiveOptions options, string root, CancellationToken ct)
    {
        RunRecord record = await CommittedAsync(ct).ConfigureAwait(false);
        string folder = await FetchAsync(root, record).ConfigureAwait(false);
        LiveWindow window = await LiveWindow.PlayBackAsync(folder, options, fromEnd: true).ConfigureAwait(false);
        await using (window.ConfigureAwait(false))
        {
            window.Show(await ClusterOf(record).ConfigureAwait(false));
            await LiveSwitches.SayAsync(console, window, options).ConfigureAwait(false);
            await console.Error.WriteLineAsync("marketsim: Ctrl-C ends it; the run is not touched").ConfigureAwait(false);
            while (true)
            {
                await Task.Delay(Interval, timeProvider, ct).ConfigureAwait(false);
                long? shown = record.CommittedTick;
                try
                {
                    record = await ReadAsync().ConfigureAwait(false);
                    if (record.CommittedTick != shown)
                    {
                        string next = await FetchAsync(root, record).ConfigureAwait(false);
                        window.Refresh(next);
                        Directory.Delete(folder, recursive: true);
                        folder = next;
                    }

                    window.Show(await ClusterOf(record).ConfigureAwait(false));
                }
                catch (StoreUnavailableException exception)
                {
                    window.Show(new LiveCluster(IsOver: false, [["Store", exception.Message]], []));
                }
            }
        }
    }

    private async Task<RunRecord> ReadAsync() => await store.ReadRunAsync(run).ConfigureAwait(false) ?? throw new UnknownRunException(run);

    // Before its first checkpoint a run has no rows to show.
    private async Task<RunRecord> CommittedAsync(CancellationToken ct)
    {
        RunRecord record = await ReadAsync().ConfigureAwait(false);
        for (bool isFirst = true; record.CommittedTick is null; isFirst = false)
        {
            if (record.Status != RunStatus.Running)
            {
                throw new RunFolderException($"Run {run} ended before its first checkpoint: {record.Message}");
            }

            if (isFirst)
            {
                await console.Error.WriteLineAsync($"marketsim: run {run} has no checkpoint yet; waiting for the first").ConfigureAwait(false);
            }

            await Task.Delay(Interval, timeProvider, ct).ConfigureAwait(false);
            record = await ReadAsync().ConfigureAwait(false);
        }

        return record;
    }

    private async Task<string> FetchAsync(string root, RunRecord record)
    {
        string folder = Path.Combine(root, FormattableString.Invariant($"{record.CommittedTick}-{record.Epoch}"));
        await new RunFetcher(store).FetchAsync(run, folder).ConfigureAwait(false);
        return folder;
    }

    private async Task<LiveCluster> ClusterOf(RunRecord record)
    {
        ClusterProgress? progress = RunWatch.ProgressOf(record);
        IReadOnlyList<Recovery> recoveries = await store.ReadRecoveriesAsync(run).ConfigureAwait(false);
        return new LiveCluster(
            record.Status != RunStatus.Running,
            [
                ["Run", run],
                ["Status", record.Status.ToString().ToLowerInvariant()],
                ["Epoch", Figures.Whole(record.Epoch)],
                ["Led by", record.Holder?.Split('@')[0] ?? "nobody"],
                ["Tick", progress is null ? "–" : Figures.Whole(progress.Tick)],
                ["Committed", record.CommittedTick is { } committed ? Figures.Whole(committed) : "–"],
                ["Ticks opened", progress is null ? "–" : FormattableString.Invariant($"{progress.OpenedPerSecond:#,0}/s")],
                ["Recoveries", Figures.Whole(record.Recoveries)],
            ],
            [.. recoveries.Reverse().Take(30).Select(static recovery => new LiveRecovery(
                recovery.Epoch, recovery.Cause.ToString(), recovery.Node, recovery.Tick, recovery.CommittedTick, recovery.Message))]);
    }
}
