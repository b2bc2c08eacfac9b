using System.Diagnostics;
using MarketSim.Cluster.Store;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>
/// The academy on three nodes of this machine, one of which has the role of learners and holds curriculum, meta-controller and all learners: fingerprint and
/// state digest, of which all weights are parts, are those of one process, without a fault and after SIGKILL of that node, of the one with the agents, and of
/// the leader. Takes minutes:
/// MARKETSIM_LONG=1 dotnet test tests/MarketSim.Cluster.Tests -c Release --filter AcademyNodeGate --logger "console;verbosity=detailed"
/// </summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class AcademyNodeGate(ProcessCluster cluster, ITestOutputHelper output)
{
    private const int Episodes = 24;

    [LongFact(nameof(AcademyNodeGate))]
    public async Task Three_nodes_give_the_fingerprint_and_weights_of_one_process()
    {
        FaultMarket academy = FaultMarket.Academy(Episodes, "00:00:05");
        var manner = new NodeManner { Store = StoreKind.Sqlite };
        await cluster.RunNodesAsync(manner, "m1", "a1", "l1");
        ProcessRun run = await cluster.SubmitAsync(academy);
        await run.EndsAsExpectedAsync(minRecoveries: 0, manner.StandInFloats);
    }

    [LongFact(nameof(AcademyNodeGate))]
    public async Task Killed_nodes_of_curriculum_controller_and_learners_change_no_weights()
    {
        FaultMarket academy = FaultMarket.Academy(Episodes, "00:00:02");
        var manner = new NodeManner { Store = StoreKind.Sqlite };
        _ = academy.ExpectedAsync(manner.StandInFloats);
        await cluster.RunNodesAsync(manner, "m1", "a1", "l1");
        ProcessRun run = await cluster.SubmitAsync(academy);
        foreach (string? node in new[] { "l1", "a1", null })
        {
            NodeProcess victim = node is null ? await run.LeaderAsync() : cluster.Node(node);
            await run.IsHostedByAsync(victim.Name);
            await run.GoesOnAsync();
            SeenTick before = run.LastTick;
            long killedAt = Stopwatch.GetTimestamp();
            victim.Kill();
            output.WriteLine($"{victim.Name} at tick {before.Tick}: {await run.RecuperationAsync(killedAt, before)}");

            // Before the next one dies all three are there again.
            await cluster.StartNodesAsync(victim.Name);
        }

        await run.EndsAsExpectedAsync(minRecoveries: 3, manner.StandInFloats);
    }
}
