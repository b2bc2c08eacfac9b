using System.Text.Json;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Run_leaves_a_folder_with_everything_in_it()
    {
        CommandRun run = await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("first"));

        Assert.Equal(string.Empty, run.Error);
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Superset(
            new HashSet<string>(["agents.csv", "book.csv", "checkpoints", "groups.csv", "log.txt", "metrics.csv", "report.html", "run.json", "scenario.yaml", "trades.csv"], StringComparer.Ordinal),
            Directory.EnumerateFileSystemEntries(_work.PathOf("first")).Select(path => Path.GetFileName(path)).ToHashSet(StringComparer.Ordinal));
        Assert.Equal("finished", _work.SummaryText("first", "status"));
        Assert.Equal("600", _work.SummaryText("first", "ticks"));
        Assert.Contains($"Fingerprint  {_work.SummaryText("first", "fingerprint")}\n", run.Output, StringComparison.Ordinal);
        Assert.Contains($"State digest {_work.SummaryText("first", "stateDigest")}\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("Run is Finished after 600 ticks", await File.ReadAllTextAsync(_work.PathOf("first", "log.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_the_only_line_and_equals_the_summary_file()
    {
        CommandRun run = await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("first"), "--json");

        using JsonDocument printed = JsonDocument.Parse(Assert.Single(run.OutputLines));
        using JsonDocument kept = JsonDocument.Parse(await File.ReadAllTextAsync(_work.PathOf("first", "run.json")));
        Assert.True(JsonElement.DeepEquals(kept.RootElement, printed.RootElement));
        Assert.Equal(3, printed.RootElement.GetProperty("seed").GetInt32());
        Assert.Equal(100, printed.RootElement.GetProperty("agents").GetInt32());
    }

    [Fact]
    public async Task Seed_of_the_command_line_replaces_that_of_the_scenario()
    {
        await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("three"), "--no-report");
        await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("again"), "--no-report", "--seed", "3", "--partitions", "7", "--threads", "2");
        await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("four"), "--no-report", "--seed", "4");

        Assert.Equal(_work.SummaryText("three", "fingerprint"), _work.SummaryText("again", "fingerprint"));
        Assert.Equal(_work.SummaryText("three", "stateDigest"), _work.SummaryText("again", "stateDigest"));
        Assert.NotEqual(_work.SummaryText("three", "fingerprint"), _work.SummaryText("four", "fingerprint"), StringComparer.Ordinal);
        Assert.Equal("4", _work.SummaryText("four", "seed"));
    }

    [Fact]
    public async Task Scenario_kept_in_the_folder_gives_the_same_run()
    {
        await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("first"), "--no-report");
        await CommandRun.OfAsync("run", _work.PathOf("first", "scenario.yaml"), "--output", _work.PathOf("second"), "--no-report");

        Assert.Equal(_work.SummaryText("first", "fingerprint"), _work.SummaryText("second", "fingerprint"));
        Assert.Equal(_work.SummaryText("first", "stateDigest"), _work.SummaryText("second", "stateDigest"));
    }

    [Fact]
    public async Task Report_can_be_written_again()
    {
        await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("first"), "--no-report");
        Assert.False(File.Exists(_work.PathOf("first", "report.html")));

        CommandRun report = await CommandRun.OfAsync("report", _work.PathOf("first"));

        Assert.Equal(ExitCode.Success, report.ExitCode);
        Assert.Equal(_work.PathOf("first", "report.html"), Assert.Single(report.OutputLines));
        Assert.True(File.Exists(_work.PathOf("first", "report.html")));
    }

    [Fact]
    public async Task Narrow_output_breaks_no_digest_and_overflows_nowhere_else()
    {
        CommandRun run = await CommandRun.OfAsync(width: 40, "run", _work.Scenario, "--output", _work.PathOf("first"), "--quiet", "--no-report");

        string fingerprint = _work.SummaryText("first", "fingerprint");
        Assert.Contains(fingerprint, run.Output, StringComparison.Ordinal);
        Assert.All(
            run.OutputLines.TakeWhile(line => !line.StartsWith("Fingerprint", StringComparison.Ordinal)),
            line => Assert.True(line.Length <= 40, line));
        Assert.Contains(run.OutputLines, line => line.StartsWith("noise (noise): 80 agents", StringComparison.Ordinal));
    }
}
