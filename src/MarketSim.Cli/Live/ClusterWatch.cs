using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Store;
using MarketSim.Live;
using MarketSim.Live.Clusters;
using MarketSim.Live.Configuration;
using MarketSim.Results;

namespace MarketSim.Cli.Live;

/// <summary>Shows a run of a cluster from its store, which it only reads: what is committed, who leads the run under which epoch, what is placed where, and its recoveries.</summary>
internal sealed class ClusterWatch(CommandConsole console, IClusterStore store, string run, TimeProvider timeProvider)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Until Ctrl-C.</summary>
    /// <exception cref="UnknownRunException">There is no such run.</exception>
    /// <exception cref="RunFolderException">The run ended before its first checkpoint.</exception>
    public async Task ShowAsync(LiveOptions options)
    {
        using var interruption = new Interruption(message => console.Error.WriteLine($"marketsim: {message}"), InterruptionMessages.OfWatch);
        await ShowAsync(options, "Ctrl-C ends it; the run is not touched", endsWithRun: false, interruption.Token).ConfigureAwait(false);
    }

    /// <summary>Until the run is over, for the command that waits for it; errors of the page are reported and do not affect the run.</summary>
    public async Task ShowBesideAsync(LiveOptions options, CancellationToken ct)
    {
        try
        {
            await ShowAsync(options, "the page cannot hold a run of a cluster", endsWithRun: true, ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or RunFolderException or StoreUnavailableException or UnknownRunException)
        {
            await console.Error.WriteLineAsync($"marketsim: no page: {exception.Message}").ConfigureAwait(false);
        }
    }

    private async Task ShowAsync(LiveOptions options, string hint, bool endsWithRun, CancellationToken ct)
    {
        string root = Directory.CreateTempSubdirectory("marketsim-watch-").FullName;
        try
        {
            await ShowAsync(options, hint, endsWithRun, root, ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The user has seen enough.
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private async Task ShowAsync(LiveOptions options, string hint, bool endsWithRun, string root, CancellationToken ct)
    {
        RunRecord record = await CommittedAsync(isTold: !endsWithRun, ct).ConfigureAwait(false);
        string folder = await FetchAsync(root, record).ConfigureAwait(false);
        LiveWindow window = await LiveWindow.PlayBackAsync(folder, options, fromEnd: true).ConfigureAwait(false);
        await using (window.ConfigureAwait(false))
        {
            window.Show(await ClusterView.ReadAsync(store, record).ConfigureAwait(false));
            await LiveSettings.SayAsync(console, window, options).ConfigureAwait(false);
            await console.Error.WriteLineAsync($"marketsim: {hint}").ConfigureAwait(false);
            while (!endsWithRun || record.Status == RunStatus.Running)
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

                    window.Show(await ClusterView.ReadAsync(store, record).ConfigureAwait(false));
                }
                catch (StoreUnavailableException exception)
                {
                    window.Show(new LiveCluster(IsOver: false, [["Store", exception.Message]], [], []));
                }
            }

            await window.EndAsync(record.Status).ConfigureAwait(false);
        }
    }

    private async Task<RunRecord> ReadAsync() => await store.ReadRunAsync(run).ConfigureAwait(false) ?? throw new UnknownRunException(run);

    // Before its first checkpoint a run has no rows to show.
    private async Task<RunRecord> CommittedAsync(bool isTold, CancellationToken ct)
    {
        RunRecord record = await ReadAsync().ConfigureAwait(false);
        for (bool isFirst = true; record.CommittedTick is null; isFirst = false)
        {
            if (record.Status != RunStatus.Running)
            {
                throw new RunFolderException($"Run {run} ended before its first checkpoint: {record.Message}");
            }

            if (isFirst && isTold)
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
        await new RunFetcher(store).FetchTablesAsync(run, folder).ConfigureAwait(false);
        return folder;
    }
}
