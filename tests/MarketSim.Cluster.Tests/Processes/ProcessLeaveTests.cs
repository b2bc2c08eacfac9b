using MarketSim.Cluster.Store;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Nodes that are told to go (SIGTERM), and nodes that come while a run continues.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ProcessLeaveTests(ProcessCluster cluster, ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(EachStore.PostgresFirst), MemberType = typeof(EachStore))]
    public async Task All_nodes_of_a_running_run_are_restarted_one_after_the_other_and_hand_over_at_checkpoints(StoreKind store)
    {
        string[] names = ["m1", "m2", "a1", "l1"];
        var manner = new NodeManner { Store = store, SlicePauseMilliseconds = 50 };
        await cluster.RunNodesAsync(manner, names);
        ProcessRun run = await cluster.SubmitAsync(FaultMarket.Of(ticks: 10_000, checkpointEvery: "1s"));
        await run.IsHostedByAsync("a1", "l1");
        await run.GoesOnAsync();

        await cluster.StartNodesAsync("a2");
        await run.IsHostedByAsync("a2");
        foreach (string name in names)
        {
            cluster.Node(name).Terminate();
            Assert.Equal(0, await cluster.Node(name).EndsAsync(ProcessCluster.Patience));
            await cluster.StartNodesAsync(name);
            await cluster.AreOneClusterAsync();
            await run.GoesOnAsync();
        }

        await run.EndsAsExpectedAsync(minRecoveries: 3, manner.StandInFloats);
        IReadOnlyList<Recovery> recoveries = await run.RecoveriesAsync();
        foreach (Recovery recovery in recoveries)
        {
            output.WriteLine($"epoch {recovery.Epoch}: {recovery.Cause} {recovery.Node}, tick {recovery.Tick}, from the checkpoint of tick {recovery.CommittedTick}: {recovery.Message}");
        }

        Assert.DoesNotContain(recoveries, recovery => recovery.Cause is RecoveryCause.NodeFailure);
    }
}
