using Akka.Actor;

namespace MarketSim.Cluster.ParticipantHosts;

/// <summary>A participant on another node; its messages go through the proxy of that node.</summary>
internal sealed class RemoteParticipantRef(IActorRef proxy, int slot) : MinimalActorRef
{
    public override ActorPath Path { get; } = proxy.Path / $"slot-{slot}";

    public override IActorRefProvider Provider => ((IInternalActorRef)proxy).Provider;

    protected override void TellInternal(object message, IActorRef sender) => proxy.Tell(new ToSlot(slot, message), sender);
}
