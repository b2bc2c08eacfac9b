using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Transport;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Leading;

/// <summary>What the leader of a run is made of.</summary>
/// <param name="AskedAt">The timestamp from which the lease can be trusted.</param>
/// <param name="Connection">Null when the node has none at present.</param>
/// <param name="Broker">Whether that connection's broker takes nothing at present.</param>
/// <param name="LastTick">The last tick that this node saw opened under the leader before; -1 for none.</param>
/// <param name="IsAfterOutage">Whether this node was cut off from broker or database just before.</param>
internal sealed record LeaderPlan(
    NodeOptions Options,
    Lease Lease,
    long AskedAt,
    ITransportConnection? Connection,
    BrokerBlocked Broker,
    long LastTick,
    bool IsAfterOutage,
    NodeStatus Status,
    ILogger Logger)
{
    public string Node => Options.Description.Name;
}
