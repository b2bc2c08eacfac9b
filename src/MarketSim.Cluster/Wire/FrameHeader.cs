namespace MarketSim.Cluster.Wire;

/// <summary>The header of a frame.</summary>
/// <param name="Run">The run it belongs to.</param>
/// <param name="Epoch">The epoch it was sent in; all its messages are of this epoch.</param>
/// <param name="Sender">Incarnation of the node that sent it; answers go there.</param>
/// <param name="Sequence">The sender's own count of frames to the receiver, so that a repeated one can be told.</param>
/// <param name="Tick">The tick it was sent in; -1 before the first.</param>
internal readonly record struct FrameHeader(string Run, long Epoch, string Sender, long Sequence, long Tick);
