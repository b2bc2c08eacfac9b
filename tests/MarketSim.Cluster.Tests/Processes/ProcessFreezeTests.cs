using System.Diagnostics;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Processes that hang past their lease, in the middle of a checkpoint, and then go on as if nothing had happened.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ProcessFreezeTests(ProcessCluster cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task Frozen_leader_commits_nothing_when_it_wakes()
    {
        var manner = new NodeManner();
        await cluster.RunNodesAsync(manner, "m1", "m2", "a1", "a2", "l1");
        ProcessRun run = await cluster.SubmitAsync(FaultMarket.Of(ticks: 8_000, checkpointEvery: "1s"));
        await FreezeAsync(run, await run.LeaderAsync(), KillScene.BeforeManifest, "refused manifest");
        await run.EndsAsExpectedAsync(leastRecoveries: 1, manner.StandInFloats);
    }

    [LongTheory(nameof(ProcessFreezeTests))]
    [InlineData("a1")]
    [InlineData("l1")]
    public async Task Frozen_node_writes_no_parts_when_it_wakes(string name)
    {
        var manner = new NodeManner();
        await cluster.RunNodesAsync(manner, "m1", "m2", "a1", "a2", "l1");
        ProcessRun run = await cluster.SubmitAsync(FaultMarket.Of(ticks: 8_000, checkpointEvery: "1s"));
        await run.IsHostedByAsync(name);
        await FreezeAsync(run, cluster.Node(name), KillScene.Parts, "refused parts");
        await run.EndsAsExpectedAsync(leastRecoveries: 1, manner.StandInFloats);
    }

    // SIGSTOP at the point; once the others have gone on and committed, SIGCONT: what it was about to write must be refused.
    private async Task FreezeAsync(ProcessRun run, NodeProcess victim, string point, string refusal)
    {
        await run.GoesOnAsync();
        await victim.StopsAtAsync(point, ProcessCluster.Patience);
        SeenTick before = run.LastTick;
        long frozenAt = Stopwatch.GetTimestamp();
        victim.Freeze();
        try
        {
            output.WriteLine($"{victim.Name} at {point}: {await run.RecuperationAsync(frozenAt, before)}");
            await run.CommitsAsync();
        }
        finally
        {
            victim.Thaw();
        }

        Task<string> refused = victim.HearsAsync(line => line.StartsWith(refusal, StringComparison.Ordinal), ProcessCluster.Patience);
        victim.Command("go");
        output.WriteLine($"{victim.Name}: {await refused}");
    }
}
