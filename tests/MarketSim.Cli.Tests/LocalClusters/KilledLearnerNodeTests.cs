using System.Text.Json;
using MarketSim.Cli.Terminal;
using MarketSim.Cli.Tests.Engines;
using MarketSim.Cli.Tests.Sessions;
using MarketSim.Cluster.Local;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Tests.LocalClusters;

/// <summary>The node on which a policy is trained on torch is killed (SIGKILL); another one continues from the checkpoint, to the same weights.</summary>
public sealed class KilledLearnerNodeTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [LongFact(nameof(KilledLearnerNodeTests))]
    public async Task Deep_book_learns_the_same_when_the_node_of_its_learner_is_killed()
    {
        Assert.True(TorchEngineTests.HasLibrary, "LibTorch is not there for this system.");
        string scenario = _work.Write("deep.yaml", ScenarioCatalog.Text("deep-book")
            .Replace("episodes: 60,", "episodes: 6,", StringComparison.Ordinal)
            .Replace("checkpoint: { every: 30s, keep: 2 }", "checkpoint: { every: 2s, keep: 2 }", StringComparison.Ordinal));
        int[] ports = LoopbackPorts.Free(3);
        string store = $"sqlite:{_work.PathOf("store.db")}";
        string profile = _work.Write("cluster.yaml", $"store: {store}\n");
        string[] roles = ["market", "agents", "learner"];
        MarketSimProcess[] nodes = [.. roles.Select((role, index) => MarketSimProcess.Start(
            _work.Folder, "node", "--store", store, "--seeds", $"127.0.0.1:{ports[0]}", "--port", $"{ports[index]}", "--name", role, "--roles", role))];
        Task<CommandRun>[] ended = [.. nodes.Select(node => node.EndAsync())];
        try
        {
            using MarketSimProcess run = MarketSimProcess.Start(_work.Folder, "run", scenario, "--cluster", profile, "--output", "many", "--no-report", "--quiet");
            Task<CommandRun> runEnded = run.EndAsync();
            await CommittedAsync(profile, run);
            nodes[2].Signal(MarketSimProcess.Kill);
            CommandRun many = await runEnded;
            RunState state = await StateAsync(profile);
            CommandRun one = await CommandRun.OfAsync("run", scenario, "--output", _work.PathOf("one"), "--no-report");

            Assert.True(many.ExitCode == ExitCode.Success, many.Error);
            Assert.True(one.ExitCode == ExitCode.Success, one.Error);
            Assert.True(state.Recoveries >= 1, "The run did not notice that a node was killed.");
            Assert.Equal(_work.SummaryText("one", "fingerprint"), _work.SummaryText("many", "fingerprint"));
            Assert.Equal(_work.SummaryText("one", "stateDigest"), _work.SummaryText("many", "stateDigest"));
            foreach (string file in new[] { "episodes.csv", "learning.csv", Path.Combine("policies", "reader.safetensors") })
            {
                Assert.Equal(await File.ReadAllBytesAsync(_work.PathOf("one", file)), await File.ReadAllBytesAsync(_work.PathOf("many", file)));
            }
        }
        finally
        {
            Array.ForEach(nodes, static node => node.Dispose());
            await Task.WhenAll(ended);
        }
    }

    /// <summary>Until the run has a checkpoint of its training, and is not over.</summary>
    private static async Task CommittedAsync(string profile, MarketSimProcess run)
    {
        while (true)
        {
            Assert.False(run.HasEnded, "The run ended before its first checkpoint.");
            if (await StateAsync(profile) is { CommittedTick: > 0 })
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    private static async Task<RunState> StateAsync(string profile)
    {
        CommandRun runs = await CommandRun.OfAsync("cluster", "runs", "--cluster", profile, "--json");
        return runs.ExitCode == ExitCode.Success && JsonSerializer.Deserialize<RunState[]>(runs.OutputLines[^1], JsonSerializerOptions.Web) is [var only] ? only : new RunState(0, 0);
    }

    private sealed record RunState(long? CommittedTick, int Recoveries);
}
