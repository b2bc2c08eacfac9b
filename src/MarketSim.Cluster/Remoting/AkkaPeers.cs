using Akka.Actor;
using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Remoting;

/// <summary>Sends over the associations of Akka.Remote. For any thread; the order of one thread's frames to one incarnation stays.</summary>
/// <param name="receiver">This node's peers actor.</param>
internal sealed class AkkaPeers(NodeAddresses addresses, IActorRef receiver) : IPeers
{
    private long _chunked;

    public string Self => addresses.Self;

    public void Send(string incarnation, ReadOnlyMemory<byte> frame)
    {
        if (frame.Length > PeerLimits.MaxFrameBytes)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"A frame has at most {PeerLimits.MaxFrameBytes} bytes, not {frame.Length}."), nameof(frame));
        }

        Peer peer = addresses.Find(incarnation);
        if (incarnation == addresses.Self)
        {
            // Nothing is serialised on the way, and the listener may change what it receives.
            receiver.Tell(new WireFrame(peer.Uid, frame.ToArray()), ActorRefs.NoSender);
        }
        else if (frame.Length <= Chunks.Size)
        {
            peer.Ref.Tell(new WireFrame(peer.Uid, frame), ActorRefs.NoSender);
        }
        else
        {
            long number = Interlocked.Increment(ref _chunked);
            lock (peer.Sending)
            {
                foreach (WireChunk chunk in Chunks.Of(frame, peer.Uid, addresses.Uid, number))
                {
                    peer.Ref.Tell(chunk, receiver);
                }
            }
        }
    }
}
