using MarketSim.Cluster.Store;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Nodes that are told to go (SIGTERM), and nodes that come while a run goes on.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ProcessLeaveTests(ProcessCluster cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task Nodes_that_leave_hand_over_at_a_checkpoint_and_one_that_comes_gets_work()
    {
        var manner = new NodeManner { SlicePauseMilliseconds = 25 };
        await cluster.RunNodesAsync(manner, "m1", "m2", "a1", "l1");
        ProcessRun run = await cluster.SubmitAsync(FaultMarket.Of(ticks: 10_000, checkpointEvery: "2s"));
        await run.IsHostedByAsync("a1", "l1");
        await run.GoesOnAsync();

        await cluster.StartNodesAsync("a2");
        await run.IsHostedByAsync("a2");
        await LeaveAsync(cluster.Node("a1"));
        await LeaveAsync(await run.LeaderAsync());

        await run.EndsAsExpectedAsync(leastRecoveries: 2, manner.StandInFloats);
        IReadOnlyList<Recovery> recoveries = await run.RecoveriesAsync();
        foreach (Recovery recovery in recoveries)
        {
            output.WriteLine($"epoch {recovery.Epoch}: {recovery.Cause}, tick {recovery.Tick}, from the checkpoint of tick {recovery.CommittedTick}");
        }

        Assert.All(recoveries, recovery => Assert.Equal(RecoveryCause.Rebalance, recovery.Cause));
    }

    private static async Task LeaveAsync(NodeProcess node)
    {
        node.Terminate();
        Assert.Equal(0, await node.EndsAsync(ProcessCluster.Patience));
    }
}
