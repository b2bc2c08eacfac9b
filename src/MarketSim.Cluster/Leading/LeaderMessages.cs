using MarketSim.Cluster.Store;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Leading;

/// <summary>Epoch to leader: its coordinator could not continue.</summary>
internal sealed record EpochFailed(long Epoch, Exception Cause);

/// <summary>Epoch to leader: the run is finished or interrupted, and its last manifest committed.</summary>
internal sealed record EpochEnded(long Epoch);

/// <summary>Epoch to leader: a checkpoint was committed.</summary>
internal sealed record CheckpointMade(long Epoch, CheckpointManifest Manifest);

/// <summary>Store to leader: an answer to a report.</summary>
/// <param name="Lease">That the report named.</param>
/// <param name="Instructions">Null when the lease is no longer held.</param>
/// <param name="Cause">Reason why the store did not answer; null when it did.</param>
internal sealed record LeaderReported(RunLease Lease, LeaderInstructions? Instructions, Exception? Cause);

/// <summary>Store to leader: the next epoch has begun.</summary>
/// <param name="Lease">Null when the lease before is no longer held.</param>
internal sealed record EpochRaised(RunLease Before, RunLease? Lease);

/// <summary>Store to leader: a recovery is in the run's record.</summary>
internal sealed record RecoveryNoted
{
    public static RecoveryNoted Instance { get; } = new();
}

/// <summary>Store to leader: the lease is given back, or has ended with the run.</summary>
internal sealed record LeaseReleased
{
    public static LeaseReleased Instance { get; } = new();
}

/// <summary>Store to leader: a step was not done.</summary>
/// <param name="Lease">As of then.</param>
internal sealed record StepFailed(RunLease Lease, Exception Cause, Action Again);

/// <summary>Leader to itself: a step that was not done is due again.</summary>
internal sealed record StepDue(Action Step);

/// <summary>Leader to itself: a report is due.</summary>
internal sealed record ReportDue
{
    public static ReportDue Instance { get; } = new();
}
