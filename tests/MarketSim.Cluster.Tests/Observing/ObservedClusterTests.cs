using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Membership;
using MarketSim.Cluster.Tests.Store.Memory;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cluster.Tests.Observing;

/// <summary>Two nodes in this process, and what can be seen of them from outside.</summary>
public sealed class ObservedClusterTests : IAsyncDisposable
{
    // Only what hangs waits for this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly InMemoryCluster _cluster = new();
    private readonly InMemoryClusterStore _store = new(TimeProvider.System);
    private readonly List<ClusterNode> _nodes = [];

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Run_over_two_nodes_moves_the_meters_of_ticks_frames_calls_and_checkpoints()
    {
        using var measured = new Measured();
        await StartAsync("alpha", "beta");
        Scenario scenario = ScenarioReader.Read(
            """
            name: small
            seed: 7
            market:
              symbol: SIM
              tickSize: 0.01
              tick: 1s
              open: "09:30:00"
              length: 120s
              initialPrice: 100.00
              fundamental: { type: constant }
            agents:
              - name: noise
                type: noise
                count: 60
                cash: 1000000
                parameters: { meanInterval: 8s }
            """,
            "small.yaml");
        await _store.SubmitAsync(new RunSubmission("small", ScenarioWriter.Write(scenario), scenario.Digest(), MaxNodes: 2, Sweep: null));

        await UntilAsync(async () => (await _store.ReadRunAsync("small"))!.Status == RunStatus.Finished);

        // The store knows of the last commit before the leader does.
        await UntilAsync(() => Task.FromResult(measured["marketsim.checkpoint.duration"] > 0));

        Assert.InRange(measured["marketsim.ticks"], 20, double.MaxValue);
        Assert.InRange(measured["marketsim.barrier.wait"], 20, double.MaxValue);
        Assert.InRange(measured["marketsim.requests.round_trip"], 20, double.MaxValue);
        Assert.InRange(measured["marketsim.transport.frames direction=in"], 40, double.MaxValue);
        Assert.InRange(measured["marketsim.transport.bytes direction=out"], measured["marketsim.transport.frames direction=out"] * 20, double.MaxValue);
        Assert.InRange(measured["marketsim.checkpoint.size"], 1, double.MaxValue);
        Assert.InRange(measured["marketsim.store.call.duration call=commit outcome=done"], 1, double.MaxValue);
        Assert.InRange(measured["marketsim.store.call.duration call=acquire outcome=done"], 1, double.MaxValue);
    }

    [Fact]
    public async Task Gauges_of_a_node_say_what_its_health_says_and_end_with_their_publication()
    {
        using var measured = new Measured();
        await StartAsync("gamma");
        ClusterNode node = _nodes[0];
        await UntilAsync(() => Task.FromResult(node.Status.Health().Condition == NodeCondition.Ok));

        using (node.Status.Publish())
        {
            measured.Observe();
            Assert.Equal(2, measured["marketsim.node.health node=gamma"]);
            Assert.Equal(1, measured["marketsim.node.member node=gamma"]);

            _cluster.SetMember("gamma", isMember: false);
            await UntilAsync(() => Task.FromResult(node.Status.Health().Condition == NodeCondition.Down));
            measured.Observe();
        }

        Assert.Equal(0, measured["marketsim.node.health node=gamma"]);
        Assert.Equal(0, measured["marketsim.node.member node=gamma"]);
        Assert.Contains(node.Status.Health().Reasons, reason => reason.StartsWith("not a member of the cluster", StringComparison.Ordinal));

        _cluster.SetMember("gamma", isMember: true);
        await UntilAsync(() => Task.FromResult(node.Status.Health().Condition == NodeCondition.Ok));
        measured.Observe();
        Assert.Equal(0, measured["marketsim.node.health node=gamma"]);
    }

    private async Task StartAsync(params string[] names)
    {
        foreach (string name in names)
        {
            _nodes.Add(await _cluster.StartAsync(new NodeOptions
            {
                Description = new NodeDescription(name, "host", NodeRoles.All, Threads: 1, "1", "build", "arithmetic"),
                Store = _store,
                TimeProvider = TimeProvider.System,
            }));
        }

        await UntilAsync(() => Task.FromResult(_nodes.TrueForAll(node => node.Status.Health().Condition == NodeCondition.Ok)));
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "It did not come about.");
            await Task.Delay(20);
        }
    }
}
