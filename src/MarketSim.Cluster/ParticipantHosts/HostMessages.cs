using Akka.Actor;
using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.ParticipantHosts;

/// <summary>Market to the proxy of a node: a message for a participant there, to be sent with the others of the batch.</summary>
internal sealed record ToSlot(int Slot, object Message);

/// <summary>Proxy to leader: the node has started its participants.</summary>
/// <param name="LastTick">The last tick that the node saw opened in the epoch before; -1 for none.</param>
internal sealed record HostReady(IActorRef Proxy, string Node, long LastTick);

/// <summary>Proxy to leader: the node, or what it hosts, is lost to this epoch.</summary>
internal sealed record HostLost(long Epoch, Member Node, HostLoss Loss, string Reason);

/// <summary>Proxy to leader: the node wants to leave, and continues until its work is taken over.</summary>
internal sealed record HostLeaves(long Epoch, Member Node);

/// <summary>The reason for the loss of a participant host.</summary>
internal enum HostLoss
{
    /// <summary>This incarnation of the node is no longer a member.</summary>
    Gone,

    /// <summary>The node cannot be reached: its heartbeats are missing, or the association with it was lost.</summary>
    Unreachable,

    /// <summary>The node does not answer; it may be dead, frozen, or cut off.</summary>
    Silent,

    /// <summary>Something that it hosts failed; the node lives.</summary>
    Failed,

    /// <summary>A service that it needs was away; the node lives.</summary>
    Outage,

    /// <summary>The node is leaving and takes nothing.</summary>
    Leaving,
}
