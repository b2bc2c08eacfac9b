using System.Text.Json;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Tests.Commands;

public sealed class LiveCommandTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Live_run_prints_its_address_and_has_the_fingerprint_of_any_other()
    {
        CommandRun alone = await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("alone"), "--json", "--no-report");
        CommandRun live = await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("live"), "--json", "--no-report", "--live");

        Assert.Equal(ExitCode.Success, live.ExitCode);
        Assert.Matches("^marketsim: live at http://127.0.0.1:[0-9]+/\n$", live.Error);
        Assert.Equal(Fingerprint(alone), Fingerprint(live));
    }

    [Theory]
    [InlineData("--live-address 0.0.0.0:8750 can be reached from other machines", "--live", "--live-address", "0.0.0.0:8750")]
    [InlineData("--live-address is here; it must be a port or an address in numbers with one", "--live", "--live-address", "here")]
    [InlineData("give --live too, or leave them out", "--live-address", "8750")]
    [InlineData("give --live-certificate FILE too", "--live", "--live-key", "key.pem")]
    [InlineData("--live-paused holds a market that runs in this process", "--live-paused", "--nodes", "2")]
    [InlineData("--live is a page of this command, which --detach ends at once", "--live", "--detach", "--cluster", "cluster.yaml")]
    public async Task Page_that_cannot_be_is_refused_before_anything_is_written(string message, params string[] options)
    {
        CommandRun run = await CommandRun.OfAsync(["run", _work.Scenario, "--output", _work.PathOf("run"), .. options]);

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(_work.PathOf("run")));
    }

    [Fact]
    public async Task Page_of_a_run_on_nodes_is_served_from_its_first_checkpoint_to_its_end()
    {
        string scenario = _work.Write("checked.yaml", (await File.ReadAllTextAsync(_work.Scenario)).TrimEnd() + "\ncheckpoint: { everyTicks: 10 }\n");

        CommandRun run = await CommandRun.OfAsync("run", scenario, "--nodes", "2", "--output", _work.PathOf("run"), "--json", "--no-report", "--live");
        CommandRun alone = await CommandRun.OfAsync("run", scenario, "--output", _work.PathOf("alone"), "--json", "--no-report");

        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        Assert.Contains("marketsim: live at http://127.0.0.1:", run.Error, StringComparison.Ordinal);
        Assert.Contains("the page cannot hold a run of a cluster", run.Error, StringComparison.Ordinal);
        Assert.Equal(Fingerprint(alone), Fingerprint(run));
    }

    [Fact]
    public async Task Folder_without_a_run_cannot_be_watched()
    {
        CommandRun run = await CommandRun.OfAsync("watch", _work.PathOf("nothing"));

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains(_work.PathOf("nothing"), run.Error, StringComparison.Ordinal);
    }

    private static string? Fingerprint(CommandRun run)
    {
        using JsonDocument summary = JsonDocument.Parse(run.OutputLines[^1]);
        return summary.RootElement.GetProperty("fingerprint").GetString();
    }
}
