using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Wire;

/// <summary>The messages to one node in one tick do not fit into one frame.</summary>
internal sealed class FrameTooLongException(long bytes)
    : Exception(
        $"A frame of {bytes} bytes was to be sent; one body holds at most {PeerLimits.MaxFrameBytes}. Spread the run over more nodes, or let its ticks be shorter.")
{
    /// <summary>Length that the frame had reached when it was given up.</summary>
    public long Bytes { get; } = bytes;
}
