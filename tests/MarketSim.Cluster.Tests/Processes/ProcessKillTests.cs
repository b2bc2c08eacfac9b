using System.Diagnostics;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Real processes under SIGKILL, once for each kind of node.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ProcessKillTests(ProcessCluster cluster, RecuperationTable table, ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(EachStore.PostgresFirst), MemberType = typeof(EachStore))]
    public Task Killed_market_node_agent_node_and_learner_node_change_no_result(StoreKind store) =>
        KillEachAsync(FaultMarket.Of(ticks: 12_000, checkpointEvery: "2s"), store);

    /// <summary>Weights are parts of the state digest: the policies are the same to the bit.</summary>
    [Theory]
    [MemberData(nameof(EachStore.SqliteFirst), MemberType = typeof(EachStore))]
    public Task Killed_market_node_agent_node_and_learner_node_change_no_training(StoreKind store) =>
        KillEachAsync(FaultMarket.LearningMarket(episodes: 6, ticks: 2_000, checkpointEvery: "2s"), store);

    /// <summary>
    /// The node that holds the meta-controllers (it has the role of learners, which they prefer) dies in the middle of options, and so does a node that
    /// executes them: the policies are the same to the bit.
    /// </summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    public Task Killed_node_of_a_meta_controller_changes_no_training(StoreKind store) =>
        KillEachAsync(FaultMarket.Hierarchy(episodes: 6, ticks: 2_000, checkpointEvery: "2s"), store);

    /// <summary>The node that holds the curriculum, its meta-controller and the learners dies, and so do one that executes the agents and the market's.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    public Task Killed_node_of_a_curriculum_changes_no_training(StoreKind store) =>
        KillEachAsync(FaultMarket.Stages(episodes: 10, ticks: 1_200, checkpointEvery: "2s"), store);

    private async Task KillEachAsync(FaultMarket market, StoreKind store)
    {
        var manner = new NodeManner { Store = store };
        _ = market.ExpectedAsync(manner.StandInFloats);
        await cluster.RunNodesAsync(manner, "m1", "m2", "a1", "a2", "l1");
        ProcessRun run = await cluster.SubmitAsync(market);
        foreach (string? node in new[] { "a1", "l1", null })
        {
            // On a busy machine a node that lives may have been lost, and is used again a little later.
            NodeProcess victim = node is null ? await run.LeaderAsync() : cluster.Node(node);
            await run.IsHostedByAsync(victim.Name);
            await run.GoesOnAsync();
            SeenTick before = run.LastTick;
            long killedAt = Stopwatch.GetTimestamp();
            victim.Kill();
            Recuperation times = await run.RecuperationAsync(killedAt, before);
            output.WriteLine($"{victim.Name}: {times}");
            table.Add($"{(node is null ? KillScene.Market : node == "a1" ? KillScene.Agents : KillScene.Learner)}, {KillScene.BetweenTicks}", times);
        }

        await run.EndsAsExpectedAsync(minRecoveries: 3, manner.StandInFloats);
    }
}
