namespace MarketSim.Simulation.Running;

/// <summary>What a partition counts.</summary>
/// <param name="Observations">Decisions that agents were asked for.</param>
/// <param name="Requests">Requests that agents sent.</param>
/// <param name="Failures">Decisions in which a strategy threw.</param>
internal readonly record struct PartitionCounters(long Observations, long Requests, long Failures);
