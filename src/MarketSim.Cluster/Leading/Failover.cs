using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Leading;

/// <summary>The record of a leader that was lost without a word.</summary>
internal static class Failover
{
    /// <param name="lastTick">The last tick that the nodes that live saw opened under that leader; -1 for none.</param>
    /// <param name="isAfterOutage">True when this node itself had lost a service just before: then the leader may have lost it too, and has not failed.</param>
    public static Recovery Of(RunLease lease, LostLease before, long lastTick, long committedTick, bool isAfterOutage)
    {
        bool hasTicked = lastTick >= 0 || !before.Position.IsRecovering;
        RecoveryCause cause = (isAfterOutage, hasTicked) switch
        {
            (true, _) => RecoveryCause.Outage,
            (_, true) => RecoveryCause.NodeFailure,
            _ => RecoveryCause.Interrupted,
        };
        return new Recovery(
            lease.Epoch, cause, Incarnation.NameOf(before.Holder), Math.Max(lastTick, before.Position.Tick), committedTick, "its leader was lost");
    }
}
