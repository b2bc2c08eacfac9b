using MarketSim.Cluster.Wire.Elements;

namespace MarketSim.Cluster.Wire;

/// <summary>A frame: the unit of transfer between two nodes.</summary>
/// <param name="Messages">In the order in which they were sent.</param>
internal sealed record Frame(FrameHeader Header, IReadOnlyList<SlotMessage> Messages);
