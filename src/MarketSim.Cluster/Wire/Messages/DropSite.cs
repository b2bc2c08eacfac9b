namespace MarketSim.Cluster.Wire.Messages;

/// <summary>Coordinator to node: stop the actors of the site.</summary>
/// <param name="Reason">For the node's log.</param>
internal sealed record DropSite(string Reason);
