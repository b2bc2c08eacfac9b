namespace MarketSim.Live;

/// <summary>Where a run of a cluster is carried out, for its page.</summary>
/// <param name="IsOver">Whether no more of it will come.</param>
/// <param name="Facts">Name and text.</param>
/// <param name="Recoveries">Newest first.</param>
public sealed record LiveCluster(bool IsOver, IReadOnlyList<string[]> Facts, IReadOnlyList<LiveRecovery> Recoveries);

/// <summary>A return of a run to a checkpoint.</summary>
/// <param name="Epoch">The one that began.</param>
/// <param name="Node">Whose loss it was; empty for none.</param>
/// <param name="Tick">The tick that was open.</param>
/// <param name="CommittedTick">The checkpoint that the run continued from; -1 for its beginning.</param>
public sealed record LiveRecovery(long Epoch, string Cause, string Node, long Tick, long CommittedTick, string Message);
