using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Store;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Leading;

/// <summary>The parts and collaborators of the leader of a run.</summary>
/// <param name="View">The members of the moment.</param>
/// <param name="LastTick">The last tick that this node saw opened under the leader before; -1 for none.</param>
/// <param name="IsAfterOutage">True if this node did not reach the store just before, or was removed from the cluster while it lived.</param>
internal sealed record LeaderPlan(
    NodeOptions Options, RunLease Lease, IPeers Peers, MembershipView View, long LastTick, bool IsAfterOutage, NodeStatus Status, ILogger Logger)
{
    public string Node => Options.Description.Name;
}
