using System.Text.Json;
using MarketSim.Cli.Terminal;
using MarketSim.Results;

namespace MarketSim.Cli.Tests.Commands;

public sealed class SweepCommandTests : IDisposable
{
    private readonly Workplace _work = new();

    public SweepCommandTests() => _work.Write("cluster.yaml", "store: postgresql://node@database.example/market\n");

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Sweep_has_a_row_per_seed_and_repeats_none_that_has_finished()
    {
        CommandRun first = await CommandRun.OfAsync("sweep", _work.Scenario, "--seeds", "1..2", "--output", _work.PathOf("sweep"));
        string[] before = await File.ReadAllLinesAsync(_work.PathOf("sweep", "results.csv"));
        CommandRun second = await CommandRun.OfAsync("sweep", _work.Scenario, "--seeds", "1..3", "--output", _work.PathOf("sweep"), "--jobs", "2", "--json");
        string[] after = await File.ReadAllLinesAsync(_work.PathOf("sweep", "results.csv"));

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("2/2  seed 2  finished", first.Output, StringComparison.Ordinal);
        Assert.Equal(3, before.Length);
        Assert.Equal(before, after[..3]);
        using JsonDocument json = JsonDocument.Parse(Assert.Single(second.OutputLines));
        Assert.Equal((3, 3), (json.RootElement.GetProperty("seeds").GetInt32(), json.RootElement.GetProperty("finished").GetInt32()));
        Assert.Equal(["1", "2", "3"], json.RootElement.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("seed").ToString()).ToArray());
        Assert.Equal(["results.csv", "running", "scenario.yaml", "sweep.json"], _work.Entries().Where(entry => entry.StartsWith("sweep/", StringComparison.Ordinal)).Select(entry => entry[6..]).ToArray());
    }

    [Fact]
    public async Task Row_is_what_the_run_alone_gives()
    {
        await CommandRun.OfAsync("sweep", _work.Scenario, "--seeds", "7", "--output", _work.PathOf("sweep"), "--quiet");
        await CommandRun.OfAsync("run", _work.Scenario, "--seed", "7", "--output", _work.PathOf("alone"), "--no-report");

        string[] row = (await File.ReadAllLinesAsync(_work.PathOf("sweep", "results.csv")))[1].Split(',');
        Assert.Equal(
            ["7", "finished", _work.SummaryText("alone", "fingerprint"), _work.SummaryText("alone", "stateDigest"), "", "600", _work.SummaryText("alone", "orders")],
            row[..7]);
    }

    [Fact]
    public async Task Grid_has_a_row_per_combination_and_seed_and_each_is_what_the_run_alone_gives()
    {
        string[] grid = ["sweep", _work.Scenario, "--set", "agents.noise.count=60,80", "--set", "market.tickSize=0.01,0.05", "--output", _work.PathOf("grid")];
        CommandRun run = await CommandRun.OfAsync([.. grid, "--seeds", "1..2"]);
        await CommandRun.OfAsync("run", _work.Scenario, "--seed", "2", "--set", "agents.noise.count=60", "--set", "market.tickSize=0.05", "--output", _work.PathOf("alone"), "--no-report");
        CommandRun again = await CommandRun.OfAsync([.. grid, "--seeds", "1..2"]);

        Assert.Equal((0, 0), (run.ExitCode, again.ExitCode));
        Assert.Contains("4 of 4  agents.noise.count=80 market.tickSize=0.05", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("seed 1  finished", again.Output, StringComparison.Ordinal);
        string[][] rows = [.. (await File.ReadAllLinesAsync(_work.PathOf("grid", "results.csv"))).Select(line => line.Split(','))];
        Assert.Equal(9, rows.Length);
        Assert.Equal(["agents.noise.count", "market.tickSize", "seed"], rows[0][..3]);
        string[] row = Assert.Single(rows, cells => cells[..3] is ["60", "0.05", "2"]);
        Assert.Equal(_work.SummaryText("alone", "fingerprint"), row[Array.IndexOf(rows[0], "fingerprint")]);
        Assert.Contains("    tickSize: 0.05".Trim(), await File.ReadAllTextAsync(_work.PathOf("alone", "scenario.yaml")), StringComparison.Ordinal);
        foreach (string figure in new[] { "spread", "volatility", "volume" })
        {
            Assert.All(rows[1..], cells => Assert.True(double.Parse(cells[Array.IndexOf(rows[0], figure)], System.Globalization.CultureInfo.InvariantCulture) > 0));
        }

        Assert.All(rows[1..], cells => Assert.NotEmpty(cells[Array.IndexOf(rows[0], "kurtosis")]));
    }

    [Theory]
    [InlineData("--set agents.noize.count=5: agents has no noize; did you mean noise?", "run", "agents.noize.count=5")]
    [InlineData("market.tickSize is 0; it must be", "run", "market.tickSize=0")]
    [InlineData("market.tikSize is not a known key; did you mean tickSize?", "run", "market.tikSize=1")]
    [InlineData("leads into market.tickSize, which is 0.01", "run", "market.tickSize.x=1")]
    [InlineData("`marketsim run` takes one", "run", "market.tickSize=0.01,0.05")]
    [InlineData("it must be KEY=VALUE", "run", "market.tickSize")]
    public async Task Setting_that_leads_nowhere_is_explained(string explanation, string command, string setting)
    {
        CommandRun run = await CommandRun.OfAsync(command, _work.Scenario, "--set", setting, "--output", _work.PathOf("out"));

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains(explanation, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_work.PathOf("out")));
    }

    [Fact]
    public async Task Sweep_in_a_cluster_gives_the_same_results()
    {
        await using MemoryCluster cluster = await MemoryCluster.StartAsync(nodes: 2);

        CommandRun remote = await CommandRun.WithStoreAsync(
            cluster.Store, "sweep", _work.Scenario, "--seeds", "1,3", "--output", _work.PathOf("remote"), "--cluster", _work.PathOf("cluster.yaml"));
        CommandRun here = await CommandRun.OfAsync("sweep", _work.Scenario, "--seeds", "1,3", "--output", _work.PathOf("here"));

        Assert.Equal((0, 0), (remote.ExitCode, here.ExitCode));
        Assert.Equal(WithoutWallSeconds("here"), WithoutWallSeconds("remote"));
        Assert.All(await cluster.Store.ReadRunsAsync(), run => Assert.Equal(1, run.Submission.MaxNodes));
    }

    [Fact]
    public async Task Folder_of_another_scenario_is_refused()
    {
        await CommandRun.OfAsync("sweep", _work.Scenario, "--seeds", "1", "--output", _work.PathOf("sweep"), "--quiet");
        string other = _work.Write("other.yaml", Workplace.SmallScenario.Replace("count: 80", "count: 81", StringComparison.Ordinal));

        CommandRun run = await CommandRun.OfAsync("sweep", other, "--seeds", "1", "--output", _work.PathOf("sweep"));

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains("is of another scenario", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_in_which_another_sweep_works_is_refused()
    {
        await CommandRun.OfAsync("sweep", _work.Scenario, "--seeds", "1", "--output", _work.PathOf("sweep"), "--quiet");
        using RunFolderLock other = RunFolder.Open(_work.PathOf("sweep")).Lock();

        CommandRun run = await CommandRun.OfAsync("sweep", _work.Scenario, "--seeds", "2", "--output", _work.PathOf("sweep"));

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains("sweep", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Option '--seeds' is required", "--jobs", "2")]
    [InlineData("--seeds is 5..1; it must be seeds and ranges of them", "--seeds", "5..1")]
    [InlineData("--jobs is for runs in this process", "--seeds", "1", "--jobs", "2", "--nodes", "2")]
    public async Task Options_that_make_no_sense_are_explained(string explanation, params string[] options)
    {
        CommandRun run = await CommandRun.OfAsync(["sweep", _work.Scenario, .. options]);

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains(explanation, run.Error, StringComparison.Ordinal);
    }

    private string[] WithoutWallSeconds(string sweep)
    {
        string[][] rows = [.. File.ReadAllLines(_work.PathOf(sweep, "results.csv")).Select(line => line.Split(','))];
        int column = Array.IndexOf(rows[0], "wall_seconds");
        return [.. rows.Select(row => string.Join(',', row.Where((_, index) => index != column)))];
    }
}
