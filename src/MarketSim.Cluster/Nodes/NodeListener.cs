using Akka.Actor;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Messages;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Wire;

namespace MarketSim.Cluster.Nodes;

/// <summary>Receives from the cluster, decodes on its thread, and tells the node's actor.</summary>
internal sealed class NodeListener(IActorRef node) : IClusterListener
{
    private readonly FrameReader _reader = new(ClusterMeters.RefusedFrames);

    // What is refused is counted by the reader; a sender that gets no answer asks again.
    public void Received(ReadOnlyMemory<byte> frame)
    {
        ClusterMeters.Carried(FrameDirection.In, frames: 1, frame.Length);
        if (_reader.TryRead(frame, out Frame? read, out _))
        {
            node.Tell(new FrameReceived(read), ActorRefs.NoSender);
        }
    }

    public void MembersChanged(MembershipView view) => node.Tell(new MembersChanged(view), ActorRefs.NoSender);

    public void AssociationLost(string incarnation, string reason)
    {
        ClusterMeters.LostAssociation();
        node.Tell(new AssociationLost(incarnation, reason), ActorRefs.NoSender);
    }
}
