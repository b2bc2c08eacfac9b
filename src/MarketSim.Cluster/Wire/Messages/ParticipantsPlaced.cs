namespace MarketSim.Cluster.Wire.Messages;

/// <summary>Node to coordinator: the actors of the host are started.</summary>
/// <param name="LastTick">The last tick of the run that the node saw opened in the epoch before; -1 for none.</param>
internal sealed record ParticipantsPlaced(long LastTick);
