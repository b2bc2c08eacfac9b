namespace MarketSim.Cluster.Wire.Messages;

/// <summary>Coordinator to site: say how far you are.</summary>
/// <param name="LastSent">Sequence of the last frame sent to the site.</param>
internal sealed record Ping(long LastSent);
