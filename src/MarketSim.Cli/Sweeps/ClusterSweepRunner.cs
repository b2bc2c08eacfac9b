using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Store;
using MarketSim.Experiments.Sweeps;
using MarketSim.Results;
using MarketSim.Scenarios;

namespace MarketSim.Cli.Sweeps;

/// <summary>Puts the runs of a sweep into the queue of a cluster, one node each, and takes the results as they come.</summary>
/// <param name="folder">Folder that runs are downloaded to, when the scenario trains; the sweep's name is its name in the cluster, the runs are <c>NAME-SEED</c>.</param>
/// <param name="say">Tells the user what the results do not show.</param>
internal sealed class ClusterSweepRunner(IClusterStore store, TimeProvider timeProvider, SweepFolder folder, Action<string> say) : ISweepRunner
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly string _sweep = folder.Name;
    private readonly RunMeasurement _measure = SweepMeasurements.Of(folder);

    public async Task RunAsync(Scenario scenario, IReadOnlyList<ulong> seeds, Action<SweepResult> report, CancellationToken interrupt)
    {
        var waiting = seeds.ToDictionary(NameOf, StringComparer.Ordinal);
        await SubmitAsync(scenario, waiting, interrupt).ConfigureAwait(false);
        bool isAway = false;
        while (waiting.Count > 0)
        {
            try
            {
                await TakeEndedAsync(waiting, report).ConfigureAwait(false);
                isAway = false;
            }
            catch (StoreUnavailableException exception)
            {
                if (!isAway)
                {
                    say($"the database does not answer and is asked again: {exception.Message}");
                }

                isAway = true;
            }

            if (waiting.Count > 0)
            {
                await Task.Delay(Interval, timeProvider, interrupt).ConfigureAwait(false);
            }
        }
    }

    private string NameOf(ulong seed) => FormattableString.Invariant($"{_sweep}-{seed}");

    /// <summary>Submits the runs that the store does not have yet, and resumes those that failed or were stopped.</summary>
    private async Task SubmitAsync(Scenario scenario, Dictionary<string, ulong> runs, CancellationToken interrupt)
    {
        IReadOnlyList<RunRecord> records = await store.ReadRunsAsync().ConfigureAwait(false);
        var known = records.Where(record => record.Submission.Sweep == _sweep).ToDictionary(record => record.Submission.Run, record => record.Status, StringComparer.Ordinal);
        var submitter = new RunSubmitter(store);
        foreach ((string run, ulong seed) in runs.OrderBy(run => run.Value))
        {
            interrupt.ThrowIfCancellationRequested();
            if (!known.TryGetValue(run, out RunStatus status))
            {
                await submitter.SubmitAsync(scenario with { Seed = seed }, run, maxNodes: 1, _sweep).ConfigureAwait(false);
            }
            else if (status is RunStatus.Failed or RunStatus.Interrupted)
            {
                await store.RequestResumeAsync(run).ConfigureAwait(false);
            }
        }
    }

    private async Task TakeEndedAsync(Dictionary<string, ulong> waiting, Action<SweepResult> report)
    {
        IReadOnlyList<RunRecord> records = await store.ReadRunsAsync().ConfigureAwait(false);
        foreach (RunRecord record in records.Where(record => record.Status != RunStatus.Running && waiting.ContainsKey(record.Submission.Run)))
        {
            RunSummary? summary = await store.ReadSummaryAsync(record.Submission.Run).ConfigureAwait(false);
            ulong seed = waiting[record.Submission.Run];
            SweepResult result = summary is null
                ? SweepResult.Failed(seed, record.Message)
                : await ResultAsync(record, summary with { Seed = seed, Status = record.Status }).ConfigureAwait(false);
            waiting.Remove(record.Submission.Run);
            report(result);
        }
    }

    private async Task<SweepResult> ResultAsync(RunRecord record, RunSummary summary)
    {
        if (record.Status != RunStatus.Finished)
        {
            return SweepResult.Of(summary, record.Message);
        }

        string path = folder.KeepsRuns ? folder.TrainedFolderOf(summary.Seed) : folder.RunFolderOf(summary.Seed);
        SweepFolder.MakeRoomFor(path);
        await new RunFetcher(store).FetchAsync(record.Submission.Run, path).ConfigureAwait(false);
        if (folder.KeepsRuns)
        {
            return SweepResult.Of(summary, record.Message, _measure(path));
        }

        SweepResult result = SweepResult.Of(summary, record.Message, _measure(path));
        Directory.Delete(path, recursive: true);
        return result;
    }
}
