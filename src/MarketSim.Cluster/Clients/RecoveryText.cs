using System.Globalization;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Clients;

/// <summary>Says in a sentence why a run went back to a checkpoint.</summary>
public static class RecoveryText
{
    /// <summary>A recovery as a sentence.</summary>
    public static string Of(Recovery recovery)
    {
        ArgumentNullException.ThrowIfNull(recovery);
        string cause = recovery.Cause switch
        {
            RecoveryCause.NodeFailure => "a node failed",
            RecoveryCause.Outage => "a service or a connection was away",
            RecoveryCause.Rebalance => "nodes came or went",
            _ => "a recovery was interrupted",
        };
        string node = recovery.Node.Length > 0 ? $" (node {recovery.Node})" : string.Empty;
        string from = recovery.CommittedTick < 0 ? "its beginning" : string.Create(CultureInfo.InvariantCulture, $"the checkpoint after tick {recovery.CommittedTick}");

        // That nodes came or went says all.
        string reason = recovery.Cause == RecoveryCause.Rebalance ? string.Empty : $": {recovery.Message}";
        return string.Create(CultureInfo.InvariantCulture, $"epoch {recovery.Epoch}: {cause}{node} at tick {recovery.Tick}, the run continues from {from}{reason}");
    }
}
