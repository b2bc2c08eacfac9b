namespace MarketSim.Cluster.Wire.Messages;

/// <summary>Host to coordinator: the answer to a <see cref="Ping"/>.</summary>
/// <param name="LastReceived">Sequence of the last frame received of the coordinator.</param>
/// <param name="LastAnswered">Sequence of the last of them whose messages have all been answered.</param>
/// <param name="IsLeaving">True when the node is leaving and hands its work over.</param>
internal sealed record Pong(long LastReceived, long LastAnswered, bool IsLeaving);
