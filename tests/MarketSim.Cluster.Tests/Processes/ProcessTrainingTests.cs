using System.Diagnostics;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Local;
using MarketSim.Results;
using MarketSim.Simulation.Running;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>A training beside the market (async) on real processes.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ProcessTrainingTests(ProcessCluster cluster, ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = TestServices.NewFolder("training");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Training_goes_on_while_the_learners_node_is_away_and_after_its_return_and_its_log_replays()
    {
        // At most 200 ticks in eight pauses: slow enough for what happens on the way.
        await cluster.RunNodesAsync(new NodeManner { SlicePauseMilliseconds = 100 }, "m1", "a1", "l1");
        ProcessRun run = await cluster.SubmitAsync(FaultMarket.LearningMarketBeside(episodes: 3, ticks: 800, checkpointEvery: "500ms"));
        await run.IsHostedByAsync("a1", "l1");
        await run.LearnsAfterAsync(-1);

        SeenTick before = run.LastTick;
        long killedAt = Stopwatch.GetTimestamp();
        cluster.Node("l1").Kill();
        output.WriteLine($"learner: {await run.RecuperationAsync(killedAt, before)}");
        await run.LearnsAfterAsync(before.Tick);
        output.WriteLine($"learned on at tick {run.LastTick.Tick}, killed at {before.Tick}");

        await cluster.StartNodesAsync("l1");
        await run.IsHostedByAsync("l1");
        SeenTick back = run.LastTick;
        await run.LearnsAfterAsync(back.Tick);
        output.WriteLine($"back at tick {back.Tick}");

        RunRecord end = await run.EndAsync();
        Assert.True(end.Status == RunStatus.Finished, $"{end.Status}: {end.Message}\n{cluster.Transcript}");
        Assert.True(end.Recoveries >= 1, "the learner's node was not missed");
        await ReplaysAsync(run);
    }

    private async Task ReplaysAsync(ProcessRun run)
    {
        string fetched = Path.Combine(_folder, "fetched");
        string replayed = Path.Combine(_folder, "replayed");
        RunSummary expected = (await run.FetchAsync(fetched)).Summary;

        RunSummary actual = (await SimulationRun.ReplayAsync(fetched, replayed, FaultMarket.OptionsOf(new NodeManner().StandInFloats))).Summary;

        Assert.Equal(expected.Fingerprint, actual.Fingerprint);
        Assert.Equal(expected.StateDigest, actual.StateDigest);
        foreach (string file in new[] { RunFolder.TradesFile, RunFolder.EpisodesFile, RunFolder.LearningFile })
        {
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(fetched, file)), await File.ReadAllBytesAsync(Path.Combine(replayed, file)));
        }

        string[] policies = [.. Directory.GetFiles(Path.Combine(fetched, RunFolder.PoliciesFolder)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.Equal(["a2c.safetensors", "ppo.safetensors", "sac.safetensors"], policies);
        Assert.All(policies, policy => Assert.Equal(
            File.ReadAllBytes(Path.Combine(fetched, RunFolder.PoliciesFolder, policy)), File.ReadAllBytes(Path.Combine(replayed, RunFolder.PoliciesFolder, policy))));
        output.WriteLine($"{(await run.PublicationsAsync()).Count} publications, {expected.Learners.Sum(learner => learner.Steps)} steps learned from");
    }
}
