using MarketSim.Cluster.Store;
using MarketSim.Simulation.Checkpoints;

namespace MarketSim.Cluster.Leading;

/// <summary>Generation to leader: its coordinator could not go on.</summary>
internal sealed record GenerationFailed(long Epoch, Exception Cause);

/// <summary>Generation to leader: the run is finished or interrupted, and its last manifest committed.</summary>
internal sealed record GenerationEnded(long Epoch);

/// <summary>Generation to leader: a checkpoint was committed.</summary>
internal sealed record CheckpointMade(long Epoch, CheckpointManifest Manifest);

/// <summary>Store to leader: an answer to a renewal.</summary>
/// <param name="Lease">That was to be renewed; null when the store did not answer.</param>
/// <param name="Renewal">Null when the lease is no longer held.</param>
/// <param name="Nodes">All, as of then.</param>
/// <param name="AskedAt">The timestamp from which the renewed lease can be trusted.</param>
/// <param name="Cause">Why the store did not answer; null when it did.</param>
internal sealed record LeaseRenewed(Lease? Lease, LeaseRenewal? Renewal, IReadOnlyList<NodeRecord> Nodes, long AskedAt, Exception? Cause)
{
    public static LeaseRenewed Failed(Exception cause) => new(null, null, [], 0, cause);
}

/// <summary>Store to leader: the next epoch has begun.</summary>
/// <param name="Lease">Null when the lease before is no longer held.</param>
/// <param name="AskedAt">The timestamp from which the lease can be trusted.</param>
internal sealed record EpochRaised(Lease Before, Lease? Lease, long AskedAt);

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
internal sealed record StepFailed(Lease Lease, Exception Cause, Action Again);

/// <summary>Leader to itself: a step that was not done is due again.</summary>
internal sealed record StepDue(Action Step);

/// <summary>Leader to itself: the lease is to be renewed.</summary>
internal sealed record RenewalDue
{
    public static RenewalDue Instance { get; } = new();
}

/// <summary>Leader to itself: see whether the lease can be trusted still.</summary>
internal sealed record GuardDue
{
    public static GuardDue Instance { get; } = new();
}
