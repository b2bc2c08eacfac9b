using System.Globalization;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Clients;

/// <summary>Says in a sentence why a run went back to a checkpoint.</summary>
public static class RecoveryText
{
    public static string Of(Recovery recovery)
    {
        ArgumentNullException.ThrowIfNull(recovery);
        string cause = recovery.Cause switch
        {
            RecoveryCause.NodeFailure => "something died",
            RecoveryCause.Outage => "a service or a connection was away",
            RecoveryCause.Rebalance => "nodes came or went",
            _ => "a recovery was interrupted",
        };
        string node = recovery.Node.Length > 0 ? $" (node {recovery.Node})" : string.Empty;
        string from = recovery.CommittedTick < 0 ? "its beginning" : string.Create(CultureInfo.InvariantCulture, $"the checkpoint after tick {recovery.CommittedTick}");
        return string.Create(CultureInfo.InvariantCulture, $"epoch {recovery.Epoch}: {cause}{node} at tick {recovery.Tick}, the run goes on from {from}: {recovery.Message}");
    }
}
