using MarketSim.Actors;

namespace MarketSim.Cluster.Sites;

/// <summary>Market to the carrier of a node: a message for a participant there, to be passed on with the others of the batch.</summary>
internal sealed record ToSeat(int Seat, object Message);

/// <summary>Carrier to leader: the node has set up its seats.</summary>
/// <param name="LastTick">The last tick that the node saw opened in an earlier generation; -1 for none.</param>
internal sealed record SiteReady(ActorRef Carrier, string Node, long LastTick);

/// <summary>Carrier to leader: the node, or what it carries, is lost to this generation.</summary>
/// <param name="IsOutage">True when a service was away, not the node.</param>
internal sealed record SiteLost(long Generation, string Node, string Reason, bool IsOutage);
