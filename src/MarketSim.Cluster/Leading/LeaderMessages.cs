using MarketSim.Simulation.Checkpoints;

namespace MarketSim.Cluster.Leading;

/// <summary>Generation to leader: its coordinator could not go on.</summary>
internal sealed record GenerationFailed(long Epoch, Exception Cause);

/// <summary>Generation to leader: the run is finished or interrupted, and its last manifest committed.</summary>
internal sealed record GenerationEnded(long Epoch);

/// <summary>Generation to leader: a checkpoint was committed.</summary>
internal sealed record CheckpointMade(long Epoch, CheckpointManifest Manifest);
