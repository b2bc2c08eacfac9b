using MarketSim.Cli.Terminal;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Tests.LocalClusters;

/// <summary>
/// The same scenario on one process, two and four nodes, with different checkpoints: fingerprint, state digest and trades, byte for byte; of a training
/// also the weights of every policy. One case of each scenario is quick; MARKETSIM_LONG=1 takes all.
/// </summary>
public sealed class NodeCountTests : IDisposable
{
    private const string EveryTicks = "checkpoint: { every: off, everyTicks: 700 }";
    private const string EverySecond = "checkpoint: { every: 1s }";
    private const string Never = "checkpoint: { every: off }";

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("rmsc04", 4, EverySecond)]
    public Task Run_on_nodes_is_the_run_of_one_process_to_the_last_byte(string scenario, int nodes, string checkpoint) => CompareAsync(scenario, nodes, checkpoint);

    [LongTheory(nameof(NodeCountTests))]
    [InlineData("quickstart", 2, EveryTicks)]
    [InlineData("quickstart", 4, EverySecond)]
    [InlineData("quickstart", 4, EveryTicks)]
    [InlineData("quickstart", 4, Never)]
    [InlineData("rmsc04", 2, EveryTicks)]
    [InlineData("rmsc04", 4, EveryTicks)]
    [InlineData("rmsc04", 2, EverySecond)]
    [InlineData("rmsc04", 4, Never)]
    public Task Run_on_nodes_is_the_run_of_one_process_whatever_its_checkpoints(string scenario, int nodes, string checkpoint) => CompareAsync(scenario, nodes, checkpoint);

    [Theory]
    [InlineData(2, 1)]
    public Task Training_on_nodes_learns_what_one_process_learns(int nodes, int episodes) => CompareTrainingAsync(nodes, episodes);

    [Fact]
    public Task Clones_on_three_nodes_have_the_weights_of_one_process()
    {
        const string WholeTraining = "training: { episodes: 8,";
        string imitation = ScenarioCatalog.Text("imitation");
        Assert.Contains(WholeTraining, imitation, StringComparison.Ordinal);
        string file = _work.Write("imitation.yaml", imitation.Replace(WholeTraining, "training: { episodes: 1,", StringComparison.Ordinal));
        return CompareAsync(file, file, nodes: 3, "episodes.csv", "learning.csv", Path.Combine("policies", "clone.safetensors"));
    }

    /// <summary>The whole training: a tick is a way to the other node and back, so that these take minutes.</summary>
    [LongTheory(nameof(NodeCountTests))]
    [InlineData(2, 100)]
    [InlineData(4, 100)]
    public Task Whole_training_on_nodes_learns_what_one_process_learns(int nodes, int episodes) => CompareTrainingAsync(nodes, episodes);

    /// <summary>Learner and agents compute on torch, on whichever node they are.</summary>
    [Theory]
    [InlineData(2, 2)]
    public Task Deep_book_on_nodes_learns_what_one_process_learns(int nodes, int episodes) => CompareDeepBookAsync(nodes, episodes);

    [LongTheory(nameof(NodeCountTests))]
    [InlineData(2, 10)]
    [InlineData(4, 10)]
    public Task Longer_deep_book_on_nodes_learns_what_one_process_learns(int nodes, int episodes) => CompareDeepBookAsync(nodes, episodes);

    private Task CompareDeepBookAsync(int nodes, int episodes)
    {
        string file = _work.Write("deep.yaml", ScenarioCatalog.Text("deep-book").Replace("episodes: 60,", $"episodes: {episodes},", StringComparison.Ordinal));
        return CompareAsync(file, file, nodes, "episodes.csv", "learning.csv", Path.Combine("policies", "reader.safetensors"));
    }

    private Task CompareAsync(string scenario, int nodes, string checkpoint)
    {
        string file = _work.Write("scenario.yaml", $"{ScenarioCatalog.Text(scenario)}\n{checkpoint}\n");
        return CompareAsync(scenario, file, nodes, "trades.csv");
    }

    private Task CompareTrainingAsync(int nodes, int episodes)
    {
        const string WholeTraining = "training: { episodes: 100,";
        string learning = ScenarioCatalog.Text("multi-agent-training");
        Assert.Contains(WholeTraining, learning, StringComparison.Ordinal);
        string file = _work.Write("training.yaml", learning.Replace(WholeTraining, $"training: {{ episodes: {episodes},", StringComparison.Ordinal));
        return CompareAsync(
            file, file, nodes, "episodes.csv", "learning.csv", Path.Combine("policies", "ppo.safetensors"), Path.Combine("policies", "a2c.safetensors"), Path.Combine("policies", "sac.safetensors"));
    }

    private async Task CompareAsync(string onOneProcess, string onNodes, int nodes, params string[] equalFiles)
    {
        CommandRun many = await CommandRun.OfAsync("run", onNodes, "--nodes", $"{nodes}", "--output", _work.PathOf("many"), "--no-report");
        CommandRun one = await CommandRun.OfAsync("run", onOneProcess, "--output", _work.PathOf("one"), "--no-report");

        Assert.True(many.ExitCode == ExitCode.Success, many.Error);
        Assert.True(one.ExitCode == ExitCode.Success, one.Error);
        Assert.Equal(_work.SummaryText("one", "fingerprint"), _work.SummaryText("many", "fingerprint"));
        Assert.Equal(_work.SummaryText("one", "stateDigest"), _work.SummaryText("many", "stateDigest"));
        foreach (string file in equalFiles)
        {
            Assert.Equal(await File.ReadAllBytesAsync(_work.PathOf("one", file)), await File.ReadAllBytesAsync(_work.PathOf("many", file)));
        }
    }
}
