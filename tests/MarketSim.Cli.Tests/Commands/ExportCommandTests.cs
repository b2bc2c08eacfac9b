using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Tests.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Policies_and_figures_of_a_run_are_written_for_other_programs()
    {
        await TrainAsync();

        CommandRun export = await CommandRun.OfAsync("export", _work.PathOf("run"), "--output", _work.PathOf("models"));

        Assert.Equal(string.Empty, export.Error);
        Assert.Equal(ExitCode.Success, export.ExitCode);
        Assert.Equal(2, export.OutputLines.Count);
        Assert.All(export.OutputLines, static path => Assert.True(new FileInfo(path).Length > 1_000, path));
        Assert.Equal(_work.PathOf("models", "pupil.onnx"), export.OutputLines[0]);
        byte[] model = await File.ReadAllBytesAsync(export.OutputLines[0]);
        Assert.True(model.AsSpan().IndexOf("observation"u8) > 0);
        byte[] events = await File.ReadAllBytesAsync(export.OutputLines[1]);
        foreach (byte[] tag in new[] { "train/entropy"u8.ToArray(), "learner/lag"u8.ToArray(), "episode/reward_mean"u8.ToArray() })
        {
            Assert.True(events.AsSpan().IndexOf(tag) > 0);
        }
    }

    [Fact]
    public async Task Second_export_into_the_same_folder_is_refused()
    {
        await TrainAsync();
        await CommandRun.OfAsync("export", _work.PathOf("run"));
        IReadOnlyList<string> before = _work.Entries();

        CommandRun refused = await CommandRun.OfAsync("export", _work.PathOf("run"));

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains("exists and is not empty", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, _work.Entries());
    }

    [Fact]
    public async Task Run_in_which_nobody_learns_is_refused_and_nothing_is_written()
    {
        await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("run"), "--no-report", "--quiet");

        CommandRun refused = await CommandRun.OfAsync("export", _work.PathOf("run"));

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains("Nobody learns in the run", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_work.PathOf("run", "export")));
    }

    [Fact]
    public async Task Damaged_policy_is_refused_with_its_path_and_nothing_is_written()
    {
        await TrainAsync();
        string policy = _work.PathOf("run", "policies", "pupil.safetensors");
        byte[] content = await File.ReadAllBytesAsync(policy);
        await File.WriteAllBytesAsync(policy, content[..^5]);

        CommandRun refused = await CommandRun.OfAsync("export", _work.PathOf("run"));

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains(policy, refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_work.PathOf("run", "export")));
    }

    private Task<CommandRun> TrainAsync() =>
        CommandRun.OfAsync("run", _work.Write("training.yaml", EvaluateCommandTests.LearningMarket), "--output", _work.PathOf("run"), "--no-report", "--quiet");
}
