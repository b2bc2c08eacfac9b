using System.Globalization;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Tests.Store.Memory;
using MarketSim.Cluster.Tests.Membership;

namespace MarketSim.Cli.Tests;

/// <summary>A cluster whose nodes and store are in this process.</summary>
internal sealed class MemoryCluster : IAsyncDisposable
{
    private readonly InMemoryCluster _cluster = new();
    private int _nodes;

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
        string name = string.Create(CultureInfo.InvariantCulture, $"node-{++_nodes}");
        await _cluster.StartAsync(new NodeOptions
        {
            Description = Describe(name, build: "build"),
            Store = Store,
            TimeProvider = TimeProvider.System,
            Timings = new NodeTimings { Poll = TimeSpan.FromMilliseconds(50), Report = TimeSpan.FromMilliseconds(100) },
        });
    }

    public static NodeDescription Describe(string name, string build) => new(name, "host.example", NodeRoles.All, Threads: 1, "0.1.0+abc", build, "arithmetic");

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
