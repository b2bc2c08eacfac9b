using System.Diagnostics;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Real processes under SIGKILL, once for each kind of node.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ProcessKillTests(ProcessCluster cluster, ITestOutputHelper output)
{
    [Fact]
    public Task Killed_market_node_agent_node_and_learner_node_change_no_result() => KillEachAsync(FaultMarket.Of(ticks: 12_000, checkpointEvery: "2s"));

    /// <summary>Weights are parts of the state digest: the policies are the same to the bit.</summary>
    [Fact]
    public Task Killed_market_node_agent_node_and_learner_node_change_no_training() =>
        KillEachAsync(FaultMarket.School(episodes: 6, ticks: 2_000, checkpointEvery: "2s"));

    private async Task KillEachAsync(FaultMarket market)
    {
        var manner = new NodeManner();
        _ = market.ExpectedAsync(manner.StandInFloats);
        await cluster.RunNodesAsync(manner, "m1", "m2", "a1", "a2", "l1");
        ProcessRun run = await cluster.SubmitAsync(market);

        // A node that was met before it had said that it is there gets its share at the next checkpoint only.
        await run.IsCarriedByAsync("a1", "l1");
        foreach (string kind in new[] { "agents", "learner", "market" })
        {
            await run.GoesOnAsync();
            NodeProcess leader = await run.LeaderAsync();
            NodeProcess victim = kind switch { "market" => leader, "learner" => cluster.Node("l1"), _ => cluster.Node("a1") };
            SeenTick before = run.LastTick;
            long killedAt = Stopwatch.GetTimestamp();
            victim.Kill();
            output.WriteLine($"{kind}: {await run.RecuperationAsync(killedAt, before)}");
        }

        await run.EndsAsExpectedAsync(leastRecoveries: 3, manner.StandInFloats);
    }
}
