using System.Diagnostics.Metrics;

namespace MarketSim.Cluster.Observing;

/// <summary>A node's state as gauges, each labelled with the node's name.</summary>
internal sealed class NodeGauges : IDisposable
{
    private readonly Meter _meter = new(ClusterMeters.Name);
    private readonly NodeStatus _status;
    private readonly KeyValuePair<string, object?> _node;

    public NodeGauges(NodeStatus status)
    {
        _status = status;
        NodeReport report = status.Read();
        _node = new("node", report.Node.Name);
        KeyValuePair<string, object?>[] identity =
        [
            _node,
            new("host", report.Node.Host),
            new("roles", string.Join(',', report.Node.Roles)),
            new("version", report.Node.Version),
            new("build", report.Node.Build),
        ];
        _meter.CreateObservableGauge("marketsim.node.info", () => new Measurement<int>(1, identity), description: "Always 1; who this node is.");
        _meter.CreateObservableGauge(
            "marketsim.node.store.age", () => StoreAge(), "s", "Since the store answered last; absent before the first time.");
        Add("health", "0 down, 1 degraded, 2 ok, as /health says.", _ => (int)status.Health().Condition);
        Add("member", "1 when the node is a member of the cluster that is up.", report => Flag(report.IsMember));
        Add("members", "Members of the cluster, as this node sees it.", report => report.Members.Count, "{node}");
        Add("unreachable", "Members that this node cannot reach.", report => report.UnreachableMembers.Count, "{node}");
        Add("leaving", "1 while the node hands its work over to leave.", report => Flag(report.IsLeaving));
        Add("leads", "Runs that the node leads.", report => report.Leads.Count, "{run}");
        Add("hosts", "Runs that the node hosts slots of for a leader elsewhere.", report => report.Hosts.Count, "{run}");
        Add("slots", "Slots that it hosts for leaders elsewhere.", report => report.Hosts.Sum(host => host.Slots), "{slot}");
        _meter.CreateObservableGauge("marketsim.mailbox.depth", Depths, "{message}", "Messages that wait for the actors which must answer in time, by kind of actor.");
    }

    public void Dispose() => _meter.Dispose();

    private static int Flag(bool isSet) => isSet ? 1 : 0;

    private void Add(string name, string description, Func<NodeReport, long> value, string? unit = null) =>
        _meter.CreateObservableGauge($"marketsim.node.{name}", () => new Measurement<long>(value(_status.Read()), _node), unit, description);

    private IEnumerable<Measurement<double>> StoreAge() => _status.Read().SinceStoreReached is { } age ? [new Measurement<double>(age.TotalSeconds, _node)] : [];

    private IEnumerable<Measurement<int>> Depths()
    {
        MailboxDepths depths = _status.Read().Mailboxes;
        return [Depth("node", depths.Node), Depth("leader", depths.Leaders), Depth("market", depths.Markets), Depth("host", depths.Hosts)];
    }

    private Measurement<int> Depth(string actor, int depth) => new(depth, _node, new KeyValuePair<string, object?>("actor", actor));
}
