using MarketSim.Cluster.Store;
using MarketSim.Results;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Runs that die in the same tick again and again.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class HopelessRunTests(ProcessCluster cluster, ITestOutputHelper output)
{
    private const long Tick = 1_500;

    [Theory]
    [InlineData("exit", "the association with it was lost")]
    [InlineData("throw", "doomed at tick 1500")]
    public async Task Run_whose_node_dies_in_one_tick_each_time_ends_failed_and_names_tick_and_node(string doom, string reason)
    {
        await cluster.RunNodesAsync(new NodeManner { Doom = $"{doom}@{Tick}" }, "m1", "a1", "l1", "l2", "l3");
        ProcessRun run = await cluster.SubmitAsync(FaultMarket.Of(ticks: 4_000, checkpointEvery: "1s"));

        RunRecord end = await run.EndAsync();
        output.WriteLine(end.Message);
        Recovery[] failures = [.. (await run.RecoveriesAsync()).Where(recovery => recovery.Cause == RecoveryCause.NodeFailure)];
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Equal(3, failures.Length);
        Assert.All(failures, failure => Assert.Equal(Tick, failure.Tick));
        Assert.Contains($"It failed 3 times in tick {Tick}, the last time on node {failures[^1].Node}:", end.Message, StringComparison.Ordinal);
        Assert.Contains(reason, end.Message, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Failed, (await run.SummaryAsync()).Status);
    }
}
