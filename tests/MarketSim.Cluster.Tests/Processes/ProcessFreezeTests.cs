using System.Diagnostics;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Processes that hang in the middle of a checkpoint until the others have shut them out, and then continue as if nothing had happened.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ProcessFreezeTests(ProcessCluster cluster, RecuperationTable table, ITestOutputHelper output)
{
    private static readonly TimeSpan Freeze = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    public Task Frozen_leader_commits_nothing_when_it_wakes_and_joins_again(StoreKind store) =>
        FreezeAsync(KillScene.Market, KillScene.BeforeManifest, store, TimeSpan.Zero);

    [LongTheory(nameof(ProcessFreezeTests))]
    [InlineData(KillScene.Market, KillScene.BeforeManifest, StoreKind.Sqlite)]
    [InlineData(KillScene.Market, KillScene.BeforeManifest, StoreKind.Postgres)]
    [InlineData(KillScene.Agents, KillScene.Parts, StoreKind.Sqlite)]
    [InlineData(KillScene.Agents, KillScene.Parts, StoreKind.Postgres)]
    [InlineData(KillScene.Learner, KillScene.Parts, StoreKind.Sqlite)]
    [InlineData(KillScene.Learner, KillScene.Parts, StoreKind.Postgres)]
    public Task Node_that_is_frozen_for_20_s_writes_nothing_when_it_wakes_and_joins_again(string victim, string point, StoreKind store) =>
        FreezeAsync(victim, point, store, Freeze);

    // SIGSTOP at the point; once the others have continued, committed and shut it out, SIGCONT: what it was about to write must be refused.
    private async Task FreezeAsync(string kind, string point, StoreKind store, TimeSpan least)
    {
        var manner = new NodeManner { Store = store };
        await cluster.RunNodesAsync(manner, "m1", "m2", "a1", "a2", "l1");
        ProcessRun run = await cluster.SubmitAsync(FaultMarket.Of(ticks: 12_000, checkpointEvery: "1s"));
        NodeProcess victim = kind == KillScene.Market ? await run.LeaderAsync() : cluster.Node(kind == KillScene.Agents ? "a1" : "l1");
        await run.IsHostedByAsync(victim.Name);
        await run.GoesOnAsync();
        await victim.StopsAtAsync(point, ProcessCluster.Patience);
        SeenTick before = run.LastTick;
        long frozenAt = Stopwatch.GetTimestamp();
        victim.Freeze();
        Task<string> joined;
        Task<string> refused;
        try
        {
            Recuperation times = await run.RecuperationAsync(frozenAt, before);
            output.WriteLine($"{victim.Name} at {point}: {times}");
            table.Add($"{kind}, frozen, {point}", times);
            await run.CommitsAsync();
            await cluster.ShutOutAsync(victim.Name);
            TimeSpan rest = least - Stopwatch.GetElapsedTime(frozenAt);
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
            joined = victim.HearsAsync(line => line.Contains(" is a member of the cluster as ", StringComparison.Ordinal), ProcessCluster.Patience);
            refused = victim.HearsAsync(line => line.StartsWith(point == KillScene.Parts ? "refused parts" : "refused manifest", StringComparison.Ordinal), ProcessCluster.Patience);
        }
        finally
        {
            victim.Thaw();
        }

        victim.Command("go");
        output.WriteLine($"{victim.Name}: {await refused}");
        await joined;
        await cluster.AreOneClusterAsync();
        await run.EndsAsExpectedAsync(minRecoveries: 1, manner.StandInFloats);
    }
}
