namespace MarketSim.Live.Clusters;

/// <summary>The placement of a cluster run, for its page.</summary>
/// <param name="IsOver">True when the run has ended.</param>
/// <param name="Facts">Name and text.</param>
/// <param name="Nodes">By name; empty where the leader has not said yet.</param>
/// <param name="Recoveries">Newest first.</param>
public sealed record LiveCluster(bool IsOver, IReadOnlyList<string[]> Facts, IReadOnlyList<LiveNode> Nodes, IReadOnlyList<LiveRecovery> Recoveries);

/// <summary>A node of the cluster, and what of the run is placed there.</summary>
/// <param name="IsLeader">It leads the run and holds its market.</param>
/// <param name="Partitions">Of agents.</param>
/// <param name="Agents">In these partitions.</param>
/// <param name="Participants">Learners, controllers, replicas and the like, by name.</param>
/// <param name="State">up, leaving, unreachable or gone.</param>
public sealed record LiveNode(
    string Name, string Host, IReadOnlyList<string> Roles, int Threads, bool IsLeader, int Partitions, int Agents, IReadOnlyList<string> Participants, string State);

/// <summary>A return of a run to a checkpoint.</summary>
/// <param name="Epoch">The one that began.</param>
/// <param name="Node">The lost node; empty for none.</param>
/// <param name="Tick">The tick that was open.</param>
/// <param name="CommittedTick">The checkpoint that the run continued from; -1 for its beginning.</param>
public sealed record LiveRecovery(long Epoch, string Cause, string Node, long Tick, long CommittedTick, string Message);
