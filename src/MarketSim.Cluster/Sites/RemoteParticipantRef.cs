using MarketSim.Actors;

namespace MarketSim.Cluster.Sites;

/// <summary>A participant on another node: what it is told goes through the carrier of that node.</summary>
internal sealed class RemoteParticipantRef(ActorRef carrier, ActorSystem system, int seat) : ActorRef
{
    public override ActorPath Path { get; } = ActorPath.Parse($"{carrier.Path}/seat-{seat}");

    protected override ActorSystem System => system;

    public override void Tell(object message, ActorRef? sender = null) => carrier.Tell(new ToSeat(seat, message), sender);
}
