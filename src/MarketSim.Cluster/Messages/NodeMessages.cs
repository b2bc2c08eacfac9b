using Akka.Actor;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Wire;

namespace MarketSim.Cluster.Messages;

/// <summary>Cluster to node, and on to the actor that it concerns: a frame arrived, checked and decoded.</summary>
internal sealed record FrameReceived(Frame Frame);

/// <summary>Cluster to node, and on to leaders: the members changed, or whether they are reachable.</summary>
internal sealed record MembersChanged(MembershipView View);

/// <summary>Cluster to node, and on to leaders: the association with a member was lost.</summary>
internal sealed record AssociationLost(string Incarnation, string Reason);

/// <summary>Leader to node: the run is no longer led here.</summary>
/// <param name="WasTaken">True if another node leads it by now.</param>
internal sealed record LeadEnded(string Run, IActorRef Leader, bool WasTaken);

/// <summary>Participant host to node: the run is no longer hosted here.</summary>
internal sealed record HostEnded(string Run, long Epoch);

/// <summary>Node to leader: give the run up at the next checkpoint.</summary>
internal sealed record StepDown
{
    public static StepDown Instance { get; } = new();
}

/// <summary>Node to participant hosts: say with each answer that the node wants to leave.</summary>
internal sealed record NodeLeaves
{
    public static NodeLeaves Instance { get; } = new();
}

/// <summary>Outside to node: hand over everything, then end.</summary>
internal sealed record Leave
{
    public static Leave Instance { get; } = new();
}
