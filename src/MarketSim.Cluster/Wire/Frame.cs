namespace MarketSim.Cluster.Wire;

/// <summary>What one node tells another in one piece.</summary>
/// <param name="Messages">In the order in which they were sent.</param>
internal sealed record Frame(FrameHeader Header, IReadOnlyList<SlotMessage> Messages);
