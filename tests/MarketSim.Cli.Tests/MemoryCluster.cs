using System.Globalization;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Memory;
using MarketSim.Cluster.Transport.Memory;

namespace MarketSim.Cli.Tests;

/// <summary>A cluster whose nodes, broker and store are in this process.</summary>
internal sealed class MemoryCluster : IAsyncDisposable
{
    private readonly InMemoryTransport _transport = new(new InMemoryBroker());
    private readonly List<ClusterNode> _nodes = [];

    public InMemoryClusterStore Store { get; } = new(TimeProvider.System);

    public static async Task<MemoryCluster> StartAsync(int nodes)
    {
        var cluster = new MemoryCluster();
        for (int number = 1; number <= nodes; number++)
        {
            await cluster.AddNodeAsync();
        }

        return cluster;
    }

    public async Task AddNodeAsync()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"node-{_nodes.Count + 1}");
        _nodes.Add(await ClusterNode.StartAsync(new NodeOptions
        {
            Description = Describe(name, build: "build"),
            Store = Store,
            Transport = _transport,
            TimeProvider = TimeProvider.System,
            Timings = new NodeTimings { Poll = TimeSpan.FromMilliseconds(50), Renewal = TimeSpan.FromMilliseconds(100) },
        }));
    }

    public static NodeDescription Describe(string name, string build) =>
        new(name, $"process-of-{name}", "host.example", NodeRoles.All, Threads: 1, "0.1.0+abc", build, "arithmetic");

    public async ValueTask DisposeAsync()
    {
        foreach (ClusterNode node in _nodes)
        {
            await node.DisposeAsync();
        }
    }
}
