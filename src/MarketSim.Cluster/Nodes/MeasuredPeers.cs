using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Observing;

namespace MarketSim.Cluster.Nodes;

/// <summary>Counts what a node sends.</summary>
internal sealed class MeasuredPeers(IPeers peers) : IPeers
{
    public string Self => peers.Self;

    public void Send(string incarnation, ReadOnlyMemory<byte> frame)
    {
        peers.Send(incarnation, frame);
        ClusterMeters.Carried(FrameDirection.Out, frames: 1, frame.Length);
    }
}
