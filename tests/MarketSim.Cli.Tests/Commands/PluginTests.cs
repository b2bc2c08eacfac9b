using MarketSim.Cli.Terminal;


namespace MarketSim.Cli.Tests.Commands;

/// <summary>A strategy of the user's own, from a sample's assembly beside the tests.</summary>
public sealed class PluginTests : IDisposable
{
    private readonly Workplace _work = new();
    private readonly string _plugin;
    private readonly string _scenario;

    public PluginTests()
    {
        _plugin = _work.PathOf("OwnStrategy.dll");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "OwnStrategy.dll"), _plugin);
        _scenario = _work.Write("own.yaml", Workplace.SmallScenario + "\n  - name: mine\n    type: periodic_buyer\n    count: 3\n    cash: 100000\n    parameters: { interval: 5s, quantity: 2 }\n");
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Plugin_is_kept_by_name_and_digest_and_its_run_can_be_replayed()
    {
        CommandRun validated = await CommandRun.OfAsync("scenario", "validate", _scenario, "--plugin", _plugin);
        CommandRun run = await CommandRun.OfAsync("run", _scenario, "--plugin", _plugin, "--output", _work.PathOf("first"), "--no-report");
        CommandRun replay = await CommandRun.OfAsync("replay", _work.PathOf("first"), "--output", _work.PathOf("again"), "--no-report");

        Assert.True(validated.ExitCode == 0, validated.Error);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(replay.ExitCode == 0, replay.Error);
        string yaml = await File.ReadAllTextAsync(_work.PathOf("first", "scenario.yaml"));
        string digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(_plugin)));
        Assert.Contains($"plugins:\n  OwnStrategy:\n    file: \"{_plugin}\"\n    sha256: \"{digest}\"\n", yaml, StringComparison.Ordinal);
        Assert.Contains(await File.ReadAllLinesAsync(_work.PathOf("first", "agents.csv")), line => line.Contains(",mine,periodic_buyer,", StringComparison.Ordinal) && !line.EndsWith(",0,0,0,0", StringComparison.Ordinal));
        Assert.Equal(_work.SummaryText("first", "fingerprint"), _work.SummaryText("again", "fingerprint"));
    }

    [Fact]
    public async Task Changed_plugin_is_refused_where_its_run_would_go_on()
    {
        await CommandRun.OfAsync("run", _scenario, "--plugin", _plugin, "--output", _work.PathOf("first"), "--no-report");
        await File.AppendAllTextAsync(_plugin, "changed");

        CommandRun resumed = await CommandRun.OfAsync("resume", _work.PathOf("first"));
        File.Delete(_plugin);
        CommandRun missing = await CommandRun.OfAsync("resume", _work.PathOf("first"));

        Assert.Equal((ExitCode.WrongUse, ExitCode.WrongUse), (resumed.ExitCode, missing.ExitCode));
        Assert.Contains("; the scenario was made with ", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("Restore the file of then", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("OwnStrategy.dll does not exist", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_no_plugin_and_strategy_that_is_none_are_explained()
    {
        string text = _work.Write("text.dll", "no assembly");
        string empty = Path.Combine(AppContext.BaseDirectory, "MarketSim.Numerics.dll");

        CommandRun unknown = await CommandRun.OfAsync("run", _scenario, "--output", _work.PathOf("out"));
        CommandRun noAssembly = await CommandRun.OfAsync("run", _scenario, "--plugin", text, "--output", _work.PathOf("out"));
        CommandRun noStrategy = await CommandRun.OfAsync("run", _scenario, "--plugin", empty, "--output", _work.PathOf("out"));
        CommandRun noFile = await CommandRun.OfAsync("run", _scenario, "--plugin", _work.PathOf("none.dll"), "--output", _work.PathOf("out"));

        Assert.All(new[] { unknown, noAssembly, noStrategy, noFile }, run => Assert.Equal(ExitCode.WrongUse, run.ExitCode));
        Assert.Contains("periodic_buyer is not a known strategy", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("it cannot be loaded", noAssembly.Error, StringComparison.Ordinal);
        Assert.Contains("it holds no strategy", noStrategy.Error, StringComparison.Ordinal);
        Assert.Contains("there is no such file", noFile.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_work.PathOf("out")));
    }

    [Fact]
    public async Task Plugin_goes_to_no_cluster()
    {
        CommandRun run = await CommandRun.OfAsync("run", _scenario, "--plugin", _plugin, "--nodes", "1", "--output", _work.PathOf("out"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("a cluster runs no code that comes with a scenario", run.Error, StringComparison.Ordinal);
    }
}
