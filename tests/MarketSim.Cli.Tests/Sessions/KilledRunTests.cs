using MarketSim.Cli.Terminal;
using MarketSim.TestKit;

namespace MarketSim.Cli.Tests.Sessions;

/// <summary>A run whose process is killed (SIGKILL) is resumed from its last checkpoint to the result of a run that was never killed.</summary>
public sealed class KilledRunTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [SignalTheory]
    [InlineData("individual")]
    [InlineData("pooled")]
    public async Task Killed_run_is_resumed_to_the_result_of_one_that_was_not_killed(string actors)
    {
        string yaml = Workplace.SmallScenario
            .Replace("\"09:40:00\"", "\"18:30:00\"", StringComparison.Ordinal)
            .Replace("    type: noise\n", $"    type: noise\n    actors: {actors}\n", StringComparison.Ordinal);

        await AssertResumesAsync(_work.Write("day.yaml", yaml + "\ncheckpoint: { everyTicks: 1000 }\n"));
    }

    [LongTheory(nameof(KilledRunTests))]
    [InlineData("quickstart")]
    [InlineData("rmsc04")]
    [InlineData("crowd")]
    [InlineData("multi-agent-training")]
    [InlineData("arena")]
    [InlineData("deep-book")]
    public async Task Killed_built_in_scenario_is_resumed_to_the_result_of_one_that_was_not_killed(string scenario)
    {
        CommandRun shown = await CommandRun.OfAsync("scenario", "show", scenario);
        string yaml = string.Join('\n', shown.Output.Split('\n').Where(line => !line.StartsWith("checkpoint:", StringComparison.Ordinal)));

        // On torch an episode takes seconds; the others are whole.
        yaml = yaml.Replace("episodes: 60,", "episodes: 4,", StringComparison.Ordinal);
        await AssertResumesAsync(_work.Write($"{scenario}.yaml", yaml + "\ncheckpoint: { everyTicks: 150 }\n"));
    }

    private async Task AssertResumesAsync(string scenario)
    {
        using MarketSimProcess process = MarketSimProcess.Start(_work.Folder, "run", scenario, "--output", "cut", "--no-report", "--quiet");

        await FirstManifestAsync(process);
        process.Signal(MarketSimProcess.Kill);
        CommandRun killed = await process.EndAsync();
        CommandRun resumed = await CommandRun.OfAsync("resume", _work.PathOf("cut"), "--no-report");
        CommandRun whole = await CommandRun.OfAsync("run", scenario, "--output", _work.PathOf("whole"), "--no-report");

        Assert.Equal(128 + MarketSimProcess.Kill, killed.ExitCode);
        Assert.Equal((0, 0), (resumed.ExitCode, whole.ExitCode));
        foreach (string property in new[] { "fingerprint", "stateDigest", "orders", "trades", "messages", "ticks", "status" })
        {
            Assert.Equal(_work.SummaryText("whole", property), _work.SummaryText("cut", property));
        }
    }

    // A run says nothing of its checkpoints while it is quiet; its folder does.
    private async Task FirstManifestAsync(MarketSimProcess process)
    {
        string checkpoints = _work.PathOf("cut", "checkpoints");
        while (!Directory.Exists(checkpoints) || !Directory.EnumerateFiles(checkpoints, "*.manifest").Any())
        {
            Assert.False(process.HasEnded, "the run ended before its first checkpoint");
            await Task.Delay(TimeSpan.FromMilliseconds(2));
        }
    }
}
