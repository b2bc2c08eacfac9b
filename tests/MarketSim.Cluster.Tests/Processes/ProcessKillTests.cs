using System.Diagnostics;
using MarketSim.Cluster.Store;
using MarketSim.Simulation.Output;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Real processes under SIGKILL, once for each kind of node.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ProcessKillTests(ProcessCluster cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task Killed_market_node_agent_node_and_learner_node_change_no_result()
    {
        var market = FaultMarket.Of(ticks: 12_000, checkpointEvery: "2s");
        Task<(RunSummary Summary, byte[] Trades)> expecting = market.ExpectedAsync(cluster.StandInFloats);
        await cluster.StartNodesAsync("m1", "m2", "a1", "a2", "l1");
        string run = await cluster.SubmitAsync(market);

        foreach (string kind in new[] { "agents", "learner", "market" })
        {
            NodeProcess leader = await cluster.LeaderAsync(run);
            NodeProcess victim = kind switch { "market" => leader, "learner" => cluster.Node("l1"), _ => cluster.Node("a1") };
            await cluster.TicksAfterAsync(cluster.LastTick, cluster.LastTick.Tick + 300);
            SeenTick before = cluster.LastTick;
            long killedAt = Stopwatch.GetTimestamp();
            victim.Kill();
            Recuperation recuperation = await cluster.RecuperationAsync(killedAt, before);
            output.WriteLine($"{kind}: first tick after {recuperation.FirstTick.TotalSeconds:0.00} s, back at tick {before.Tick} after {recuperation.SameTick.TotalSeconds:0.00} s");
        }

        RunRecord end = await cluster.EndAsync(run);
        (RunSummary expected, byte[] trades) = await expecting;
        RunSummary summary = (await cluster.Store.ReadSummaryAsync(run))!;
        Assert.True(end.Status == RunStatus.Finished, $"{end.Status}: {end.Message}\n{cluster.Transcript}");
        Assert.True(end.Recoveries >= 3, $"only {end.Recoveries} recoveries");
        Assert.Equal(expected.Fingerprint, summary.Fingerprint);
        Assert.Equal(expected.StateDigest, summary.StateDigest);
        Assert.Equal(trades, await cluster.OutputAsync(run, RunFolder.TradesFile));
    }
}
