using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Scenarios;

namespace MarketSim.Cluster.Clients;

/// <summary>Runs that belong together in the queue of a cluster, a node each: submits those that the store does not have, and waits for all of them.</summary>
/// <param name="store">The store of the cluster.</param>
/// <param name="timeProvider">The clock of the polling.</param>
/// <param name="name">Name of the sweep or calibration that the runs are part of.</param>
/// <param name="say">Receives messages for the user: that the store does not answer.</param>
public sealed class ClusterQueue(IClusterStore store, TimeProvider timeProvider, string name, Action<string> say)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Submits the runs and waits until none of them is running any more.</summary>
    /// <param name="runs">By their names in the cluster.</param>
    /// <param name="ended">Called for each run when it is no longer running, one at a time.</param>
    /// <exception cref="OperationCanceledException">The user no longer waits; the nodes continue, and the same call resumes with their results.</exception>
    public async Task RunAsync(IReadOnlyDictionary<string, Scenario> runs, Func<RunRecord, Task> ended, CancellationToken interrupt)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(ended);
        await SubmitAsync(runs, interrupt).ConfigureAwait(false);
        var waiting = new HashSet<string>(runs.Keys, StringComparer.Ordinal);
        bool isAway = false;
        while (waiting.Count > 0)
        {
            try
            {
                IReadOnlyList<RunRecord> records = await store.ReadRunsAsync().ConfigureAwait(false);
                foreach (RunRecord record in records.Where(record => record.Status != RunStatus.Running && waiting.Contains(record.Submission.Run)))
                {
                    await ended(record).ConfigureAwait(false);
                    waiting.Remove(record.Submission.Run);
                }

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

    /// <summary>Submits the runs that the store does not have yet, and resumes those that failed or were stopped.</summary>
    private async Task SubmitAsync(IReadOnlyDictionary<string, Scenario> runs, CancellationToken interrupt)
    {
        IReadOnlyList<RunRecord> records = await store.ReadRunsAsync().ConfigureAwait(false);
        var known = records.Where(record => record.Submission.Sweep == name).ToDictionary(record => record.Submission.Run, record => record.Status, StringComparer.Ordinal);
        var submitter = new RunSubmitter(store);
        foreach ((string run, Scenario scenario) in runs.OrderBy(run => run.Value.Seed))
        {
            interrupt.ThrowIfCancellationRequested();
            if (!known.TryGetValue(run, out RunStatus status))
            {
                await submitter.SubmitAsync(scenario, run, maxNodes: 1, name).ConfigureAwait(false);
            }
            else if (status is RunStatus.Failed or RunStatus.Interrupted)
            {
                await store.RequestResumeAsync(run).ConfigureAwait(false);
            }
        }
    }
}
