namespace MarketSim.Cluster.Wire.Messages;

/// <summary>Coordinator to node: stop the actors of the host.</summary>
/// <param name="Reason">For the node's log.</param>
internal sealed record DropParticipants(string Reason);
