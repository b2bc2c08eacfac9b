using Akka.Actor;

namespace MarketSim.Cluster.Sites;

/// <summary>A participant on another node: what it is told goes through the carrier of that node.</summary>
internal sealed class RemoteParticipantRef(IActorRef carrier, int seat) : MinimalActorRef
{
    public override ActorPath Path { get; } = carrier.Path / $"seat-{seat}";

    public override IActorRefProvider Provider => ((IInternalActorRef)carrier).Provider;

    protected override void TellInternal(object message, IActorRef sender) => carrier.Tell(new ToSeat(seat, message), sender);
}
