using Akka.Actor;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Sites;

/// <summary>Market to the carrier of a node: a message for a participant there, to be passed on with the others of the batch.</summary>
internal sealed record ToSeat(int Seat, object Message);

/// <summary>Carrier to leader: the node has set up its seats.</summary>
/// <param name="LastTick">The last tick that the node saw opened in the generation before; -1 for none.</param>
internal sealed record SiteReady(IActorRef Carrier, string Node, long LastTick);

/// <summary>Carrier to leader: the node, or what it carries, is lost to this generation.</summary>
internal sealed record SiteLost(long Generation, NodeRecord Node, SiteLoss Loss, string Reason);

/// <summary>How a site was lost.</summary>
internal enum SiteLoss
{
    /// <summary>Its inbox is gone, and with it this incarnation of the node.</summary>
    Gone,

    /// <summary>The node does not answer; it may be dead, frozen, or cut off.</summary>
    Silent,

    /// <summary>Something that it carries failed; the node lives.</summary>
    Failed,

    /// <summary>A service that it needs was away; the node lives.</summary>
    Outage,
}
