using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Tests.Commands;

/// <summary>Runs that a command gives to a cluster, and the folders that come back.</summary>
public sealed class ClusterRunTests : IDisposable
{
    private static readonly string[] Tables = ["trades.csv", "book.csv", "metrics.csv", "groups.csv", "agents.csv"];

    private readonly Workplace _work = new();

    public ClusterRunTests() => _work.Write("cluster.yaml", "store: postgresql://node@database.example/market\n");

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Run_in_a_cluster_comes_back_as_if_it_had_been_made_here()
    {
        await using MemoryCluster cluster = await MemoryCluster.StartAsync(nodes: 2);

        CommandRun remote = await CommandRun.WithStoreAsync(cluster.Store, "run", _work.Scenario, "--cluster", _work.PathOf("cluster.yaml"), "--output", _work.PathOf("remote"), "--name", "small");
        CommandRun here = await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("here"));

        Assert.Equal((0, 0), (remote.ExitCode, here.ExitCode));
        Assert.Equal(Names("here"), Names("remote"));
        AssertSame("here", "remote");
        Assert.Contains($"Fingerprint  {_work.SummaryText("here", "fingerprint")}", remote.Output, StringComparison.Ordinal);
        Assert.Contains("Run small, fetched from the cluster.", await File.ReadAllTextAsync(_work.PathOf("remote", "log.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detached_run_can_be_fetched_later()
    {
        await using MemoryCluster cluster = await MemoryCluster.StartAsync(nodes: 1);

        CommandRun detached = await CommandRun.WithStoreAsync(cluster.Store, "run", _work.Scenario, "--cluster", _work.PathOf("cluster.yaml"), "--name", "later", "--detach");
        RunRecord ended = await new RunTracker(cluster.Store, TimeProvider.System).UntilEndedAsync("later", CancellationToken.None);
        CommandRun fetched = await CommandRun.WithStoreAsync(cluster.Store, "fetch", "later", "--cluster", _work.PathOf("cluster.yaml"), "--output", _work.PathOf("fetched"));

        Assert.Equal((0, RunStatus.Finished, 0), (detached.ExitCode, ended.Status, fetched.ExitCode));
        Assert.Contains("marketsim fetch later --cluster", detached.Output, StringComparison.Ordinal);
        Assert.Contains("Run later is finished after 600 ticks.", fetched.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_work.PathOf("fetched", "report.html")));
    }

    [Fact]
    public async Task Run_that_was_stopped_goes_on_here_to_the_same_result()
    {
        string days = _work.Write("days.yaml", Workplace.SmallScenario.Replace("close: \"09:40:00\"", "length: 100000s", StringComparison.Ordinal));
        await using MemoryCluster cluster = await MemoryCluster.StartAsync(nodes: 0);
        await new RunSubmitter(cluster.Store).SubmitAsync(ScenarioReader.ReadFile(days), "stopped");
        await cluster.Store.RequestStopAsync("stopped");
        await cluster.AddNodeAsync();
        await new RunTracker(cluster.Store, TimeProvider.System).UntilEndedAsync("stopped", CancellationToken.None);

        CommandRun fetched = await CommandRun.WithStoreAsync(cluster.Store, "fetch", "stopped", "--cluster", _work.PathOf("cluster.yaml"), "--output", _work.PathOf("fetched"));
        bool wasInterrupted = _work.SummaryText("fetched", "status") == "interrupted";
        CommandRun resumed = await CommandRun.OfAsync("resume", _work.PathOf("fetched"), "--no-report");
        await CommandRun.OfAsync("run", days, "--output", _work.PathOf("here"), "--no-report");

        Assert.True(wasInterrupted, fetched.Output);
        Assert.Contains("marketsim cluster resume stopped", fetched.Output, StringComparison.Ordinal);
        Assert.Equal(0, resumed.ExitCode);
        AssertSame("here", "fetched");
    }

    [Fact]
    public async Task Run_that_waits_is_fetched_as_one_that_has_not_begun()
    {
        await using MemoryCluster cluster = await MemoryCluster.StartAsync(nodes: 0);
        await new RunSubmitter(cluster.Store).SubmitAsync(ScenarioReader.ReadFile(_work.Scenario), "waiting");

        CommandRun fetched = await CommandRun.WithStoreAsync(
            cluster.Store, "fetch", "waiting", "--cluster", _work.PathOf("cluster.yaml"), "--output", _work.PathOf("fetched"), "--no-report");

        Assert.Equal(0, fetched.ExitCode);
        Assert.Contains("Run waiting is still running; the folder holds its last checkpoint, 0 ticks.", fetched.Output, StringComparison.Ordinal);
        Assert.Equal(("running", "0"), (_work.SummaryText("fetched", "status"), _work.SummaryText("fetched", "ticks")));
        Assert.False(File.Exists(_work.PathOf("fetched", "trades.csv")));
    }

    [Fact]
    public async Task Folder_that_is_taken_is_refused_before_anything_is_submitted()
    {
        await using MemoryCluster cluster = await MemoryCluster.StartAsync(nodes: 0);
        Directory.CreateDirectory(_work.PathOf("taken"));
        _work.Write("taken/thesis.txt", "years of work");

        CommandRun run = await CommandRun.WithStoreAsync(cluster.Store, "run", _work.Scenario, "--cluster", _work.PathOf("cluster.yaml"), "--output", _work.PathOf("taken"));

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Empty(await cluster.Store.ReadRunsAsync());
    }

    [Fact]
    public async Task Name_that_is_taken_is_refused()
    {
        await using MemoryCluster cluster = await MemoryCluster.StartAsync(nodes: 0);
        string[] args = ["run", _work.Scenario, "--cluster", _work.PathOf("cluster.yaml"), "--name", "mine", "--detach"];

        await CommandRun.WithStoreAsync(cluster.Store, args);
        CommandRun second = await CommandRun.WithStoreAsync(cluster.Store, args);

        Assert.Equal(ExitCode.Failed, second.ExitCode);
        Assert.Equal("marketsim: There is a run named mine already, or there was one; choose another name.", Assert.Single(second.ErrorLines));
    }

    [Theory]
    [InlineData("--detach leaves a run to a cluster", "--detach")]
    [InlineData("--detach leaves a run to a cluster", "--detach", "--nodes", "2")]
    [InlineData("--detach and --nodes do not go together", "--detach", "--nodes", "2", "--cluster", "cluster.yaml")]
    [InlineData("--name is what a run is called in a cluster", "--name", "mine")]
    [InlineData("--name is a/b; it must be 1 to 100 letters, digits, - or _", "--cluster", "cluster.yaml", "--name", "a/b")]
    [InlineData("--partitions and --threads are for runs in this process", "--cluster", "cluster.yaml", "--threads", "2")]
    [InlineData("--nodes is 0; it must be a whole number from 1 to 64", "--nodes", "0")]
    public async Task Options_that_make_no_sense_are_explained(string explanation, params string[] options)
    {
        CommandRun run = await CommandRun.OfAsync(["run", _work.Scenario, .. options]);

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains(explanation, run.Error, StringComparison.Ordinal);
    }

    private string[] Names(string run) =>
        [.. Directory.EnumerateFileSystemEntries(_work.PathOf(run)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private void AssertSame(string expected, string actual)
    {
        foreach (string property in new[] { "fingerprint", "stateDigest", "orders", "trades", "messages", "ticks", "status" })
        {
            Assert.Equal(_work.SummaryText(expected, property), _work.SummaryText(actual, property));
        }

        Assert.All(Tables, table => Assert.Equal(File.ReadAllBytes(_work.PathOf(expected, table)), File.ReadAllBytes(_work.PathOf(actual, table))));
        Assert.Equal(File.ReadAllText(_work.PathOf(expected, "scenario.yaml")), File.ReadAllText(_work.PathOf(actual, "scenario.yaml")));
    }
}
