using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Store;
using MarketSim.Experiments.Sweeps;
using MarketSim.Reporting.Sweeps;
using MarketSim.Results;
using MarketSim.Scenarios;

namespace MarketSim.Cli.Sweeps;

/// <summary>Puts the runs of a sweep into the queue of a cluster, one node each, and takes the results as they come.</summary>
/// <param name="folder">Folder that runs are downloaded to, when the scenario trains; the sweep's name is its name in the cluster, the runs are <c>NAME-SEED</c>.</param>
/// <param name="say">Tells the user what the results do not show.</param>
internal sealed class ClusterSweepRunner(IClusterStore store, TimeProvider timeProvider, SweepFolder folder, Action<string> say) : ISweepRunner
{
    private readonly string _sweep = folder.Name;
    private readonly RunMeasurement _measure = SweepMeasurements.Of(folder);

    public Task RunAsync(Scenario scenario, IReadOnlyList<ulong> seeds, Action<SweepResult> report, CancellationToken interrupt)
    {
        var runs = seeds.ToDictionary(NameOf, seed => scenario with { Seed = seed }, StringComparer.Ordinal);
        return new ClusterQueue(store, timeProvider, _sweep, say).RunAsync(runs, ReportAsync, interrupt);

        async Task ReportAsync(RunRecord record)
        {
            RunSummary? summary = await store.ReadSummaryAsync(record.Submission.Run).ConfigureAwait(false);
            ulong seed = runs[record.Submission.Run].Seed;
            report(summary is null
                ? SweepResult.Failed(seed, record.Message)
                : await ResultAsync(record, summary with { Seed = seed, Status = record.Status }).ConfigureAwait(false));
        }
    }

    private string NameOf(ulong seed) => FormattableString.Invariant($"{_sweep}-{seed}");

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
