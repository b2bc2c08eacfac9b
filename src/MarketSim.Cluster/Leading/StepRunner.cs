using Akka.Actor;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Leading;

/// <summary>Runs the steps of a leader that ask the store; one that the store was away for is made again, for as long as the lease is the same.</summary>
internal sealed class StepRunner(LeaderPlan plan, ITimerScheduler timers, IActorRef leader)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    /// <param name="again">Makes the step again; called in a turn of the leader.</param>
    public void Run<T>(RunLease lease, Func<Task<T>> step, Func<T, object> success, Action again)
        where T : notnull => _ = step().PipeTo(leader, leader, success, cause => new StepFailed(lease, cause, again));

    /// <returns>Reason why the run cannot continue; null when the step is repeated, or no longer awaited.</returns>
    public string? OnFailed(StepFailed failed, RunLease current)
    {
        if (failed.Lease != current)
        {
            return null;
        }

        if (failed.Cause is not StoreUnavailableException)
        {
            return failed.Cause.Message;
        }

        plan.Logger.StoreIsAway(plan.Node, failed.Cause.Message);

        // By a separate key: two steps may wait at the same time, and neither takes the other's place.
        timers.StartSingleTimer(failed, new StepDue(failed.Again), RetryPause);
        return null;
    }
}
