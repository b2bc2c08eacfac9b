using System.Diagnostics;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Clusters of two: whichever node is lost, the other continues, since the store's lease decides and no majority.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ProcessTwoNodeTests(ProcessCluster cluster, RecuperationTable table, ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(EachStore.SqliteFirst), MemberType = typeof(EachStore))]
    public async Task Either_node_goes_on_without_the_other(StoreKind store)
    {
        var manner = new NodeManner { Store = store, SlicePauseMilliseconds = 10 };
        await cluster.RunNodesAsync(manner, "m1", "a1");
        ProcessRun run = await cluster.SubmitAsync(FaultMarket.Of(ticks: 40_000, checkpointEvery: "1s"));
        foreach (bool isLeader in new[] { false, true })
        {
            await run.IsHostedByAsync("m1", "a1");
            await run.GoesOnAsync();
            string leader = (await run.LeaderAsync()).Name;
            string victim = isLeader ? leader : leader == "m1" ? "a1" : "m1";
            SeenTick before = run.LastTick;
            long killedAt = Stopwatch.GetTimestamp();
            cluster.Node(victim).Kill();
            Recuperation times = await run.RecuperationAsync(killedAt, before);
            output.WriteLine($"{victim}, leader {leader}: {times}");
            table.Add(isLeader ? "two nodes, the leader's killed" : "two nodes, the other killed", times);
            await cluster.StartNodesAsync(victim);
            await cluster.AreOneClusterAsync();
        }

        await run.EndsAsExpectedAsync(minRecoveries: 2, manner.StandInFloats);
    }
}
