using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Messages;
using MarketSim.Cluster.Nodes;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Cluster.Tests.Membership;

/// <summary>A cluster of nodes in this process, each in an actor system of its own; frames go from one to the other at once, and all see all.</summary>
internal sealed class InMemoryCluster : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Ports> _ports = new(StringComparer.Ordinal);
    private readonly List<ActorHost> _hosts = [];

    public async Task<ClusterNode> StartAsync(NodeOptions options)
    {
        var node = new ClusterNode(options);
        ActorHost host = await ActorHost.StartAsync(akka => akka.WithRunDispatchers(options.Description.Threads), TimeSpan.FromSeconds(10));
        _hosts.Add(host);
        node.StartIn(host.System, new Ports(this, options.Description));
        return node;
    }

    /// <summary>Takes a node out of the membership, or back in; it continues.</summary>
    public void SetMember(string name, bool isMember)
    {
        lock (_lock)
        {
            _ports[name].IsMember = isMember;
            ShowAll();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ActorHost host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    private void Join(Ports ports)
    {
        lock (_lock)
        {
            _ports.Add(ports.Name, ports);
            ShowAll();
        }
    }

    private Ports? Find(string incarnation)
    {
        lock (_lock)
        {
            return _ports.Values.FirstOrDefault(ports => ports.Self == incarnation);
        }
    }

    private void ShowAll()
    {
        Member[] members = [.. _ports.Values.Where(ports => ports.IsMember).Select(ports => ports.Member)];
        foreach (Ports ports in _ports.Values)
        {
            ports.Listener!.MembersChanged(new MembershipView(ports.Self, [.. members]));
        }
    }

    private sealed class Ports(InMemoryCluster cluster, NodeDescription description) : IClusterPorts, IPeers
    {
        public string Name => description.Name;

        public string Self { get; } = $"{description.Name}@memory:1#1";

        public bool IsMember { get; set; } = true;

        public IClusterListener? Listener { get; private set; }

        public Member Member => new(Self, description, Age: 1, IsReachable: true, IsLeaving: false);

        public IPeers Attach(IClusterListener listener)
        {
            Listener = listener;
            cluster.Join(this);
            return this;
        }

        public void Send(string incarnation, ReadOnlyMemory<byte> frame) => cluster.Find(incarnation)?.Listener!.Received(frame);
    }
}
