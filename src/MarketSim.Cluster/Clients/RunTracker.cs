using System.Text.Json;
using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Clients;

/// <summary>Follows a run in the cluster by polling the store, and tolerates a store that is unavailable for a while.</summary>
public sealed class RunTracker(IClusterStore store, TimeProvider timeProvider)
{
    /// <summary>Default of <see cref="PatienceForNodes"/>.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(5);

    /// <summary>Interval between two queries.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Time that a run may wait for a node before the user is told.</summary>
    public TimeSpan PatienceForNodes { get; init; } = DefaultPatience;

    /// <summary>Receives the state of the run at each answer.</summary>
    public Action<RunProgress>? Progress { get; init; }

    /// <summary>Tells the user what the figures do not show: recoveries, outages, that no node takes the run.</summary>
    public Action<string>? Say { get; init; }

    /// <returns>The store's record of the run once it is no longer running.</returns>
    /// <exception cref="UnknownRunException">There is no such run.</exception>
    /// <exception cref="OperationCanceledException">The caller no longer waits; the run continues.</exception>
    public async Task<RunRecord> UntilEndedAsync(string run, CancellationToken ct)
    {
        var reported = new ReportedState(timeProvider.GetTimestamp());
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            if (await AskAsync(run, reported).ConfigureAwait(false) is { Status: not RunStatus.Running } ended)
            {
                return ended;
            }

            await Task.Delay(Interval, timeProvider, ct).ConfigureAwait(false);
        }
    }

    /// <returns>Null while the store is away.</returns>
    private async Task<RunRecord?> AskAsync(string run, ReportedState reported)
    {
        try
        {
            RunRecord record = await store.ReadRunAsync(run).ConfigureAwait(false) ?? throw new UnknownRunException(run);
            if (reported.IsStoreAway)
            {
                reported.IsStoreAway = false;
                Say?.Invoke("the store answers again");
            }

            await TellAsync(record, reported).ConfigureAwait(false);
            return record;
        }
        catch (StoreUnavailableException exception)
        {
            if (!reported.IsStoreAway)
            {
                reported.IsStoreAway = true;
                Say?.Invoke($"the store does not answer and is asked again: {exception.Message}");
            }

            return null;
        }
    }

    private async Task TellAsync(RunRecord record, ReportedState reported)
    {
        if (ProgressOf(record) is { TickCount: > 0 } progress)
        {
            Progress?.Invoke(progress.ToRunProgress());
        }

        if (record.Recoveries > reported.Recoveries)
        {
            reported.Recoveries = record.Recoveries;
            IReadOnlyList<Recovery> recoveries = await store.ReadRecoveriesAsync(record.Submission.Run).ConfigureAwait(false);
            if (recoveries is [.., { } last])
            {
                Say?.Invoke(RecoveryText.Of(last));
            }
        }

        if (record is { Holder: null, Status: RunStatus.Running } && !reported.IsWaiting && timeProvider.GetElapsedTime(reported.Start) > PatienceForNodes)
        {
            reported.IsWaiting = true;
            Say?.Invoke(ReasonToWait(record));
        }
    }

    // Who the members are is not in the store: the nodes know.
    private static string ReasonToWait(RunRecord record) => record.Build is { } build
        ? $"the run waits: no node leads it; it was begun by build {build}, and only nodes of that build continue it"
        : "the run waits: no node leads it yet; is there one (`marketsim node`), and does it lead fewer runs than it may?";

    /// <summary>The last report of the run's leader; null when there is none that this program understands.</summary>
    public static ClusterProgress? ProgressOf(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        try
        {
            return record.Progress is { } json ? ClusterProgress.Parse(json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The last state that was reported to the user, so that nothing is reported twice.</summary>
    private sealed class ReportedState(long start)
    {
        public long Start => start;

        public int Recoveries { get; set; }

        public bool IsStoreAway { get; set; }

        public bool IsWaiting { get; set; }
    }
}
