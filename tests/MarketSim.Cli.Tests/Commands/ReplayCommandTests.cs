using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Tests.Commands;

public sealed class ReplayCommandTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Training_beside_the_market_is_repeated_from_its_log()
    {
        await TrainAsync();

        CommandRun replay = await ReplayAsync();

        Assert.Equal(ExitCode.Success, replay.ExitCode);
        Assert.Contains("the repetition has the fingerprint and the state digest of", replay.Error, StringComparison.Ordinal);
        Assert.Equal(
            await File.ReadAllTextAsync(_work.PathOf("run", "learning.csv")),
            await File.ReadAllTextAsync(_work.PathOf("again", "learning.csv")));
    }

    [Fact]
    public async Task Repetition_that_differs_names_what_differs()
    {
        await TrainAsync();
        string summary = _work.PathOf("run", "run.json");
        string text = await File.ReadAllTextAsync(summary);
        await File.WriteAllTextAsync(summary, text.Replace("\"fingerprint\": \"", "\"fingerprint\": \"0", StringComparison.Ordinal));

        CommandRun replay = await ReplayAsync();

        Assert.Equal(ExitCode.Failed, replay.ExitCode);
        Assert.Contains("the repetition differs from", replay.Error, StringComparison.Ordinal);
        Assert.Contains("fingerprint was 0", replay.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_repetition_goes_on_and_is_compared_at_its_end()
    {
        await TrainAsync();
        await ReplayAsync();
        File.Delete(_work.PathOf("again", "run.json"));

        CommandRun resumed = await ResumeAsync();

        Assert.Equal(ExitCode.Success, resumed.ExitCode);
        Assert.Contains("the repetition has the fingerprint and the state digest of", resumed.Error, StringComparison.Ordinal);

        File.Delete(_work.PathOf("again", "run.json"));
        File.Delete(_work.PathOf("run", "run.json"));
        CommandRun alone = await ResumeAsync();

        Assert.Equal(ExitCode.Failed, alone.ExitCode);
        Assert.Contains("there is nothing to compare it with any more", alone.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_work.PathOf("again", "run.json")));
    }

    [Fact]
    public async Task Run_that_is_not_finished_is_refused_and_nothing_is_written()
    {
        await TrainAsync();
        File.Delete(_work.PathOf("run", "run.json"));

        CommandRun refused = await ReplayAsync();

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains("is not finished", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_work.PathOf("again")));
    }

    private Task<CommandRun> TrainAsync() => CommandRun.OfAsync(
        "run",
        _work.Write("training.yaml", EvaluateCommandTests.LearningMarket.Replace("{ episodes: 3 }", "{ episodes: 3, mode: async }", StringComparison.Ordinal)),
        "--output",
        _work.PathOf("run"),
        "--no-report",
        "--quiet");

    private Task<CommandRun> ResumeAsync() => CommandRun.OfAsync("resume", _work.PathOf("again"), "--no-report", "--quiet");

    private Task<CommandRun> ReplayAsync() =>
        CommandRun.OfAsync("replay", _work.PathOf("run"), "--output", _work.PathOf("again"), "--no-report", "--quiet");
}
