using Akka.Actor;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire;

namespace MarketSim.Cluster.Nodes;

/// <summary>Hears from one connection, decodes on its thread, and tells the node's actor.</summary>
internal sealed class NodeListener(IActorRef node, string inbox) : ITransportListener
{
    private readonly FrameReader _reader = new(ClusterMeters.RefusedFrames);

    // What is refused is counted by the reader; a sender that gets no answer asks again.
    public void Received(ReadOnlyMemory<byte> body)
    {
        if (_reader.TryRead(body, out Frame? frame, out _))
        {
            node.Tell(new FrameReceived(frame), ActorRefs.NoSender);
        }
    }

    public void Undeliverable(string to) => node.Tell(new InboxGone(to), ActorRefs.NoSender);

    public void Blocked(bool isBlocked) => node.Tell(new BrokerBlocked(isBlocked), ActorRefs.NoSender);

    public void Lost(string reason) => node.Tell(new ConnectionLost(inbox, reason), ActorRefs.NoSender);
}
