using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Store.Memory;
using MarketSim.Cluster.Tests.Store;
using MarketSim.Cluster.Transport;

namespace MarketSim.Cluster.Tests.Nodes;

/// <summary>Nodes that find no broker.</summary>
public sealed class NodeBeginningTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly InMemoryClusterStore _store = new(TimeProvider.System);

    [Fact]
    public async Task Node_that_the_broker_refuses_ends_and_leaves_no_name_behind()
    {
        await using ClusterNode node = await StartAsync(isPermanent: true);

        var refused = await Assert.ThrowsAsync<TransportException>(() => node.WhenEnded.WaitAsync(Patience));

        Assert.Equal("no", refused.Message);
        Assert.Empty(await _store.ReadNodesAsync());
    }

    [Fact]
    public async Task Node_that_leaves_before_it_was_connected_leaves_no_name_behind()
    {
        await using ClusterNode node = await StartAsync(isPermanent: false);
        while ((await _store.ReadNodesAsync()).Count == 0)
        {
            await Task.Delay(10);
        }

        await node.StopAsync().WaitAsync(Patience);

        Assert.Empty(await _store.ReadNodesAsync());
    }

    private Task<ClusterNode> StartAsync(bool isPermanent) => ClusterNode.StartAsync(new NodeOptions
    {
        Description = Stored.Node("alpha", "p1"),
        Transport = new NoTransport(isPermanent),
        Store = _store,
        TimeProvider = TimeProvider.System,
    });

    private sealed class NoTransport(bool isPermanent) : ITransport
    {
        public Task<ITransportConnection> ConnectAsync(string inbox, ITransportListener listener, CancellationToken ct) =>
            Task.FromException<ITransportConnection>(new TransportException("no", isPermanent));
    }
}
