using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>
/// SIGKILL of each kind of node at each point of a run, three times in one run, with the default timings, a checkpoint every 5 s and a stand-in learner of
/// 64 MB, or of 64 KB beside real learners. The stand-in bounds the pace at 200 ticks/s, so that a run lasts for its three faults and computes no more than it
/// must. How long the run took to come back is shown, not asserted: the machine may do other things too.
/// </summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ProcessFaultMatrixTests(ProcessCluster cluster, RecuperationTable table, ITestOutputHelper output)
{
    private const int Kills = 3;

    // Eight in the 200 ticks of an update.
    private const int SlicePauseMilliseconds = 125;

    public static TheoryData<string, string, StoreKind> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, StoreKind>();
            foreach (string victim in new[] { KillScene.Market, KillScene.Agents, KillScene.Learner })
            {
                foreach (string point in new[]
                {
                    KillScene.BetweenTicks, KillScene.Parts, KillScene.BeforeManifest, KillScene.AfterManifest, KillScene.Recovery, KillScene.Failover,
                })
                {
                    cases.Add(victim, point, StoreKind.Sqlite);
                    cases.Add(victim, point, StoreKind.Postgres);
                }
            }

            return cases;
        }
    }

    [LongTheory(nameof(ProcessFaultMatrixTests))]
    [MemberData(nameof(Cases))]
    public Task Killed_node_changes_no_result(string victim, string point, StoreKind store) =>
        PlayAsync(FaultMarket.Of(ticks: 8_000), new NodeManner { Store = store, StandInFloats = 16 << 20, SlicePauseMilliseconds = SlicePauseMilliseconds }, victim, point);

    /// <summary>The same with real learners: weights, optimisers and replay buffers come through, to the bit.</summary>
    [LongTheory(nameof(ProcessFaultMatrixTests))]
    [MemberData(nameof(Cases))]
    public Task Killed_node_changes_no_training(string victim, string point, StoreKind store) =>
        PlayAsync(FaultMarket.PacedLearningMarket(episodes: 4, ticks: 2_000), new NodeManner { Store = store, SlicePauseMilliseconds = SlicePauseMilliseconds }, victim, point);

    private async Task PlayAsync(FaultMarket market, NodeManner manner, string victim, string point)
    {
        await cluster.RunNodesAsync(manner, "m1", "m2", "a1", "a2", "l1");
        ProcessRun run = await cluster.SubmitAsync(market);
        var scene = new KillScene(cluster, run);
        for (int kill = 1; kill <= Kills; kill++)
        {
            Recuperation times = await scene.PlayAsync(victim, point);
            output.WriteLine($"kill {kill}: {times}");
            table.Add($"{victim}, {point}", times);
        }

        await run.EndsAsExpectedAsync(minRecoveries: Kills, manner.StandInFloats);
    }
}
