using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Leading;

/// <summary>Which nodes a leader may place a run on.</summary>
internal static class UsableNodes
{
    /// <summary>Those that are alive, stay, were not lost, and compute what the leader computes; the leader's own, under its present inbox, always.</summary>
    public static IReadOnlyList<NodeRecord> Of(IReadOnlyList<NodeRecord> nodes, NodeOptions leader, string inbox, LostNodes lost)
    {
        NodeDescription own = leader.Description;
        NodeRecord self = nodes.FirstOrDefault(node => node.Inbox == inbox) ?? new NodeRecord(own, IncarnationOf(inbox), new NodeLoad(0, 0, 0, IsLeaving: false), TimeSpan.Zero);
        return
        [
            self,
            .. nodes.Where(node => node.Node.Name != own.Name
                && node.Node.Build == own.Build
                && node.Node.Arithmetic == own.Arithmetic
                && !node.Load.IsLeaving
                && !lost.IsLost(node.Inbox)
                && node.SinceBeat < leader.Timings.Silence),
        ];
    }

    private static long IncarnationOf(string inbox) => long.Parse(inbox[(inbox.LastIndexOf('.') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
}
