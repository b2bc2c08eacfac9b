using System.Net;
using System.Text;
using System.Text.Json;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Store.Memory;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Tests.Commands;

public sealed class ClusterCommandTests : IDisposable
{
    private const string Database = "postgresql://node@database.example/market";

    private readonly Workplace _work = new();
    private readonly InMemoryClusterStore _store = new(TimeProvider.System);

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Status_lists_the_members_and_marks_those_that_cannot_be_reached_or_leave()
    {
        Member[] members =
        [
            new("a@a.example:4053#1", MemoryCluster.Describe("a", "one"), Age: 1, IsReachable: true, IsLeaving: false),
            new("b@b.example:4053#2", MemoryCluster.Describe("b", "one"), Age: 2, IsReachable: true, IsLeaving: true),
            new("c@c.example:4053#3", MemoryCluster.Describe("c", "one"), Age: 3, IsReachable: false, IsLeaving: false),
        ];
        int port = LoopbackPorts.Free(1)[0];
        using var node = new HttpListener();
        node.Prefixes.Add($"http://127.0.0.1:{port}/");
        node.Start();
        Task answering = AnswerAsync(node, HttpStatusCode.OK, new MembersBody("a", [.. members.Select(MemberBody.Of)]).ToJson());

        CommandRun table = await CommandRun.OfAsync("cluster", "status", $"http://127.0.0.1:{port}");
        await answering;

        Assert.Equal(ExitCode.Success, table.ExitCode);
        Assert.Contains(table.OutputLines, line => line.Contains(" b ", StringComparison.Ordinal) && line.Contains("leaving", StringComparison.Ordinal));
        Assert.Contains(table.OutputLines, line => line.Contains("c.example:4053", StringComparison.Ordinal) && line.Contains("unreachable", StringComparison.Ordinal));
        Assert.Contains("0.1.0 ", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_of_something_that_is_no_node_says_so()
    {
        int port = LoopbackPorts.Free(1)[0];
        using var other = new HttpListener();
        other.Prefixes.Add($"http://127.0.0.1:{port}/");
        other.Start();
        Task answering = AnswerAsync(other, HttpStatusCode.OK, "<html>");

        CommandRun status = await CommandRun.OfAsync("cluster", "status", $"http://127.0.0.1:{port}");
        await answering;

        Assert.Equal(ExitCode.Failed, status.ExitCode);
        Assert.Equal($"marketsim: What answers at http://127.0.0.1:{port}/members is no node of MarketSim", Assert.Single(status.ErrorLines));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, 0)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 1)]
    public async Task Health_is_the_nodes_answer(HttpStatusCode status, int exitCode)
    {
        int port = LoopbackPorts.Free(1)[0];
        using var node = new HttpListener();
        node.Prefixes.Add($"http://127.0.0.1:{port}/");
        node.Start();
        Task answering = AnswerAsync(node, status, """{"status":"told"}""");

        CommandRun health = await CommandRun.OfAsync("cluster", "health", $"http://127.0.0.1:{port}/health");
        await answering;

        Assert.Equal((exitCode, """{"status":"told"}"""), (health.ExitCode, Assert.Single(health.OutputLines)));
    }

    [Fact]
    public async Task Health_of_nobody_names_the_address()
    {
        string address = $"http://127.0.0.1:{LoopbackPorts.Free(1)[0]}/health";

        CommandRun health = await CommandRun.OfAsync("cluster", "health", address);

        Assert.Equal(1, health.ExitCode);
        Assert.StartsWith($"marketsim: No node answers at {address}: ", health.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.OfAsync("cluster", "health", "127.0.0.1")).ExitCode);
    }

    [Fact]
    public async Task Cluster_without_runs_says_so()
    {
        Assert.Contains("The cluster has no runs", (await RunAsync("cluster", "runs")).Output, StringComparison.Ordinal);
        Assert.Equal("[]", Assert.Single((await RunAsync("cluster", "runs", "--json")).OutputLines));
    }

    [Fact]
    public async Task Run_waits_stops_and_can_go_on_only_when_it_has_ended()
    {
        await new RunSubmitter(_store).SubmitAsync(ScenarioReader.ReadFile(_work.Scenario), "first");

        Assert.Contains("waiting", (await RunAsync("cluster", "runs")).Output, StringComparison.Ordinal);
        CommandRun resumed = await RunAsync("cluster", "resume", "first");
        CommandRun stopped = await RunAsync("cluster", "stop", "first");

        Assert.Equal((ExitCode.Failed, ExitCode.Success), (resumed.ExitCode, stopped.ExitCode));
        Assert.Equal("marketsim: run first cannot be resumed: it is running; only an interrupted or failed run can be.", Assert.Single(resumed.ErrorLines));
        Assert.Contains("marketsim cluster resume first", stopped.Output, StringComparison.Ordinal);
        using JsonDocument runs = JsonDocument.Parse(Assert.Single((await RunAsync("cluster", "runs", "--json")).OutputLines));
        JsonElement run = Assert.Single(runs.RootElement.EnumerateArray());
        Assert.True(run.GetProperty("isStopRequested").GetBoolean());
        Assert.Equal(("first", "running", 0), (run.GetProperty("run").GetString(), run.GetProperty("status").GetString(), run.GetProperty("epoch").GetInt32()));
    }

    [Fact]
    public async Task Only_runs_that_are_over_are_removed_and_by_age_only_those_that_cannot_go_on()
    {
        foreach (string run in new[] { "finished", "stopped", "running" })
        {
            await new RunSubmitter(_store).SubmitAsync(ScenarioReader.ReadFile(_work.Scenario), run);
        }

        await EndAsync("finished", RunStatus.Finished);
        await EndAsync("stopped", RunStatus.Interrupted);

        CommandRun early = await RunAsync("cluster", "remove", "--ended-before", "1h");
        CommandRun running = await RunAsync("cluster", "remove", "running");
        CommandRun old = await RunAsync("cluster", "remove", "--ended-before", "0s");
        string[] left = [.. (await _store.ReadRunsAsync()).Select(record => record.Submission.Run)];
        CommandRun stopped = await RunAsync("cluster", "remove", "stopped");

        Assert.Equal((ExitCode.Success, "0 runs removed."), (early.ExitCode, Assert.Single(early.OutputLines)));
        Assert.Equal(ExitCode.Failed, running.ExitCode);
        Assert.Equal("marketsim: run running cannot be removed: it is running; to end it: marketsim cluster stop running", Assert.Single(running.ErrorLines));
        Assert.Equal((ExitCode.Success, "1 run removed."), (old.ExitCode, Assert.Single(old.OutputLines)));
        Assert.Equal(["stopped", "running"], left);
        Assert.Equal((ExitCode.Success, "1 run removed."), (stopped.ExitCode, Assert.Single(stopped.OutputLines)));
        Assert.Equal(ExitCode.WrongUse, (await RunAsync("cluster", "remove")).ExitCode);
        Assert.Contains("--ended-before is soon; it must be", (await RunAsync("cluster", "remove", "--ended-before", "soon")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cluster", "stop", "nobody")]
    [InlineData("cluster", "remove", "nobody")]
    [InlineData("cluster", "resume", "nobody")]
    [InlineData("fetch", "nobody")]
    [InlineData("fetch", "../nobody")]
    public async Task Unknown_run_is_named_and_nothing_is_written(params string[] args)
    {
        IReadOnlyList<string> before = _work.Entries();

        CommandRun run = await RunAsync(args);

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Equal($"marketsim: The cluster has no run named {args[^1]}; `marketsim cluster runs` lists those that it has.", Assert.Single(run.ErrorLines));
        Assert.Equal(before, _work.Entries());
    }

    [Fact]
    public async Task Cluster_must_be_named()
    {
        CommandRun run = await CommandRun.OfAsync("cluster", "runs");

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains("Which cluster? Give --cluster FILE, or --store", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(params string[] args) => CommandRun.WithStoreAsync(_store, [.. args, "--store", Database]);

    private async Task EndAsync(string run, RunStatus status)
    {
        RunLease lease = (await _store.AcquireAsync(run, expectedEpoch: 0, "holder@a:1#1", "one"))!;
        await _store.CommitAsync(lease, new CheckpointManifest(CheckpointManifest.CurrentFormat, "digest", 1, status, [], [], WallSeconds: 1), keep: 2);
    }

    private static async Task AnswerAsync(HttpListener node, HttpStatusCode status, string body)
    {
        HttpListenerContext asked = await node.GetContextAsync();
        asked.Response.StatusCode = (int)status;
        await asked.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        asked.Response.Close();
    }
}
