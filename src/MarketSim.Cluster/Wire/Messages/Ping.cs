namespace MarketSim.Cluster.Wire.Messages;

/// <summary>Coordinator to host: say how far you are.</summary>
/// <param name="LastSent">Sequence of the last frame sent to the host.</param>
internal sealed record Ping(long LastSent);
