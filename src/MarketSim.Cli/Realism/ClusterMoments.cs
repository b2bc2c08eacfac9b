using System.Globalization;
using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Store;
using MarketSim.Experiments.Sweeps;
using MarketSim.Reporting.Calibration;
using MarketSim.Results;
using MarketSim.Scenarios;

namespace MarketSim.Cli.Realism;

/// <summary>Sessions that run on the nodes of a cluster, one each; their moments are measured from the tables that the nodes committed.</summary>
/// <param name="name">Name of the calibration in the cluster; the same one takes what an interrupted calibration has left there.</param>
/// <param name="folder">Folder that tables are downloaded to, for as long as they are measured.</param>
internal sealed class ClusterMoments(IClusterStore store, TimeProvider timeProvider, string name, string folder, Action<string> say) : IMomentSource
{
    private const int DigestCharacters = 12;

    public string Measurement => "from tables";

    public async Task<IReadOnlyList<double[]>> MeasureAsync(IReadOnlyList<Scenario> sessions, CancellationToken cancellation)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var runs = new Dictionary<string, Scenario>(StringComparer.Ordinal);
        foreach ((int place, Scenario session) in sessions.Index())
        {
            Scenario measured = SimulatedMoments.Measured(session);
            string run = NameOf(measured);
            (places[run], runs[run]) = (place, measured);
        }

        // By now the evaluation before this one is recorded; a name is never given again, so that its runs must not go earlier.
        await RemoveAsync(run => !runs.ContainsKey(run)).ConfigureAwait(false);
        double[][] moments = new double[sessions.Count][];
        await new ClusterQueue(store, timeProvider, name, say).RunAsync(runs, async record => moments[places[record.Submission.Run]] = await MeasureAsync(record).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return moments;
    }

    /// <summary>Removes the runs of the calibration that are over from the cluster.</summary>
    public Task RemoveAllAsync() => RemoveAsync(static _ => true);

    private async Task RemoveAsync(Func<string, bool> isUnwanted)
    {
        IReadOnlyList<RunRecord> records = await store.ReadRunsAsync().ConfigureAwait(false);
        foreach (RunRecord record in records.Where(record => record.Submission.Sweep == name && isUnwanted(record.Submission.Run)))
        {
            await store.RemoveRunAsync(record.Submission.Run).ConfigureAwait(false);
        }
    }

    private async Task<double[]> MeasureAsync(RunRecord record)
    {
        string run = record.Submission.Run;
        if (record.Status != RunStatus.Finished)
        {
            throw new RunFolderException($"run {run} of the calibration has ended as {record.Status.ToString().ToLowerInvariant()}: {record.Message}; the same command tries it again");
        }

        string path = Path.Combine(folder, run);
        SweepFolder.MakeRoomFor(path);
        await new RunFetcher(store).FetchTablesAsync(run, path).ConfigureAwait(false);
        double[] moments = SimulatedMoments.Read(path);
        Directory.Delete(path, recursive: true);
        return moments;
    }

    // The parameters are in the digest, and the seed.
    private string NameOf(Scenario scenario) => string.Create(CultureInfo.InvariantCulture, $"{name}-{scenario.Digest()[..DigestCharacters]}-{scenario.Seed}");
}
