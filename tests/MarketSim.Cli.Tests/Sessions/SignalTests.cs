using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Tests.Sessions;

public sealed class SignalTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [SignalTheory]
    [InlineData(MarketSimProcess.Interrupt)]
    [InlineData(MarketSimProcess.Terminate)]
    public async Task Signal_takes_a_checkpoint_and_resuming_gives_the_uninterrupted_result(int signal)
    {
        string scenario = _work.Write("day.yaml", Workplace.SmallScenario.Replace("\"09:40:00\"", "\"18:30:00\"", StringComparison.Ordinal));

        using MarketSimProcess process = MarketSimProcess.Start(_work.Folder, "run", scenario, "--output", "cut");
        Assert.Contains("100 agents", await process.NextLineAsync(), StringComparison.Ordinal);
        process.Signal(signal);
        CommandRun interrupted = await process.EndAsync();

        Assert.Equal(ExitCode.Interrupted, interrupted.ExitCode);
        Assert.Contains("to continue: marketsim resume cut", interrupted.Error, StringComparison.Ordinal);
        Assert.Equal("interrupted", _work.SummaryText("cut", "status"));
        Assert.InRange(long.Parse(_work.SummaryText("cut", "ticks")), 0, 32_399);

        CommandRun resumed = await CommandRun.OfAsync("resume", _work.PathOf("cut"), "--no-report");
        CommandRun whole = await CommandRun.OfAsync("run", scenario, "--output", _work.PathOf("whole"), "--no-report");

        Assert.Equal((0, 0), (resumed.ExitCode, whole.ExitCode));
        foreach (string property in new[] { "fingerprint", "stateDigest", "orders", "trades", "messages", "ticks", "status" })
        {
            Assert.Equal(_work.SummaryText("whole", property), _work.SummaryText("cut", property));
        }

        foreach (string table in new[] { "trades.csv", "book.csv", "metrics.csv", "groups.csv", "agents.csv" })
        {
            Assert.Equal(await File.ReadAllBytesAsync(_work.PathOf("whole", table)), await File.ReadAllBytesAsync(_work.PathOf("cut", table)));
        }
    }

    [Fact]
    public async Task Process_without_output_folder_makes_one_below_runs_and_prints_no_escape_codes()
    {
        using MarketSimProcess process = MarketSimProcess.Start(_work.Folder, "run", _work.Scenario, "--no-report");
        CommandRun run = await process.EndAsync();

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.StartsWith("small-3-", Path.GetFileName(Assert.Single(Directory.EnumerateDirectories(_work.PathOf("runs")))), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }
}
