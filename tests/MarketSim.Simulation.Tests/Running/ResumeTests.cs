using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

public sealed class ResumeTests
{
    private static readonly string[] Tables =
        [RunFolder.TradesFile, RunFolder.BookFile, RunFolder.MetricsFile, RunFolder.GroupsFile, RunFolder.AgentsFile];

    [Fact]
    public async Task A_run_killed_at_any_time_and_resumed_ends_like_one_that_was_not()
    {
        Scenario scenario = SmallMarket.Scenario(everyTicks: 37);
        using var whole = new TemporaryFolder();
        List<TemporaryFolder> killed = [];

        // What lies on the disk at a moment of the run is what a kill at that moment leaves.
        RunResult expected = await SimulationRun.StartAsync(scenario, whole.Path, SmallMarket.Options(progress: _ => killed.Add(whole.Copy())));
        Assert.True(killed.Count >= 5, $"only {killed.Count} moments were caught");
        foreach (TemporaryFolder folder in killed)
        {
            RunResult resumed = await SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options(partitions: 5));

            DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
            Assert.All(Tables, table => Assert.Equal(File.ReadAllText(whole[table]), File.ReadAllText(folder[table])));
            folder.Dispose();
        }
    }

    [Fact]
    public async Task A_run_killed_before_its_first_checkpoint_begins_again()
    {
        Scenario scenario = SmallMarket.Scenario();
        using var whole = new TemporaryFolder();
        TemporaryFolder? killed = null;
        RunResult expected = await SimulationRun.StartAsync(scenario, whole.Path, SmallMarket.Options(progress: _ => killed ??= whole.Copy()));

        RunResult resumed = await SimulationRun.ResumeAsync(killed!.Path, SmallMarket.Options());

        DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
        killed.Dispose();
    }

    [Fact]
    public async Task An_interrupted_run_says_so_and_goes_on_where_it_was()
    {
        Scenario scenario = SmallMarket.Scenario();
        RunSummary expected = await SmallMarket.RunAsync(scenario);
        using var folder = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource();

        RunResult interrupted = await SimulationRun.StartAsync(
            scenario, folder.Path, SmallMarket.Options(progress: _ => interrupt.Cancel(), interrupt: interrupt.Token));
        RunResult resumed = await SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options());

        Assert.Equal(RunStatus.Interrupted, interrupted.Summary.Status);
        Assert.InRange(interrupted.Summary.Ticks, 1, scenario.Market.Session.TickCount - 1);
        DeterminismTests.AssertSame(expected, resumed.Summary);
    }

    [Fact]
    public async Task A_run_that_died_between_its_last_checkpoint_and_its_results_is_settled_by_resuming()
    {
        using var folder = new TemporaryFolder();
        string before = string.Empty;
        RunResult expected = await SimulationRun.StartAsync(
            SmallMarket.Scenario(), folder.Path, SmallMarket.Options(progress: _ => before = File.ReadAllText(folder[RunFolder.SummaryFile])));
        string agents = File.ReadAllText(folder[RunFolder.AgentsFile]);
        File.WriteAllText(folder[RunFolder.SummaryFile], before);
        File.Delete(folder[RunFolder.AgentsFile]);

        RunResult resumed = await SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options());

        DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
        Assert.Equal(agents, File.ReadAllText(folder[RunFolder.AgentsFile]));
    }

    [Fact]
    public async Task Tables_do_not_depend_on_the_number_of_partitions()
    {
        using var one = new TemporaryFolder();
        using var many = new TemporaryFolder();
        await SimulationRun.StartAsync(SmallMarket.Scenario(), one.Path, SmallMarket.Options(partitions: 1));
        await SimulationRun.StartAsync(SmallMarket.Scenario(everyTicks: 10), many.Path, SmallMarket.Options(partitions: 7));

        Assert.All(Tables, table => Assert.Equal(File.ReadAllText(one[table]), File.ReadAllText(many[table])));
    }

    [Fact]
    public async Task A_run_whose_scenario_was_changed_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource();
        await SimulationRun.StartAsync(SmallMarket.Scenario(), folder.Path, SmallMarket.Options(progress: _ => interrupt.Cancel(), interrupt: interrupt.Token));
        string path = folder[RunFolder.ScenarioFile];
        File.WriteAllText(path, File.ReadAllText(path).Replace("count: 60", "count: 61", StringComparison.Ordinal));

        RunFolderException error = await Assert.ThrowsAsync<RunFolderException>(() => SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options()));

        Assert.Contains("scenario is not the one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_run_cannot_be_resumed_and_its_log_does_not_say_that_it_was()
    {
        using var folder = new TemporaryFolder();
        var log = new LogLines();
        RunOptions options = SmallMarket.Options() with { LoggerFactory = log };
        await SimulationRun.StartAsync(SmallMarket.Scenario(), folder.Path, options);
        Assert.Single(log.Lines, line => line.Contains("begins after tick -1", StringComparison.Ordinal));
        log.Lines.Clear();

        RunFolderException error = await Assert.ThrowsAsync<RunFolderException>(() => SimulationRun.ResumeAsync(folder.Path, options));

        Assert.Contains("finished", error.Message, StringComparison.Ordinal);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task A_run_that_lost_its_checkpoints_says_that_it_begins_again()
    {
        using var folder = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource();
        var log = new LogLines();
        await SimulationRun.StartAsync(SmallMarket.Scenario(), folder.Path, SmallMarket.Options(progress: _ => interrupt.Cancel(), interrupt: interrupt.Token));
        Directory.Delete(folder[RunFolder.CheckpointsFolder], recursive: true);

        RunResult result = await SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options() with { LoggerFactory = log });

        Assert.Equal(RunStatus.Finished, result.Summary.Status);
        Assert.Single(log.Lines, line => line.Contains("There is no checkpoint in", StringComparison.Ordinal) && line.Contains("begins again from its start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_does_not_overwrite_another()
    {
        using var folder = new TemporaryFolder();
        await SimulationRun.StartAsync(SmallMarket.Scenario(), folder.Path, SmallMarket.Options());
        string before = File.ReadAllText(folder[RunFolder.SummaryFile]);

        await Assert.ThrowsAsync<RunFolderException>(() => SimulationRun.StartAsync(SmallMarket.Scenario(seed: 9), folder.Path, SmallMarket.Options()));

        Assert.Equal(before, File.ReadAllText(folder[RunFolder.SummaryFile]));
    }

    [Fact]
    public void A_folder_that_cannot_be_locked_for_another_reason_is_not_called_in_use()
    {
        using var temporary = new TemporaryFolder();
        RunFolder folder = RunFolder.Create(temporary.Path);
        Directory.Delete(temporary.Path);

        RunFolderException error = Assert.Throws<RunFolderException>(() => folder.Lock());

        Assert.StartsWith($"Nothing can be written to {folder.FullPath}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_use_is_refused()
    {
        using var folder = new TemporaryFolder();
        Exception? error = null;
        await SimulationRun.StartAsync(SmallMarket.Scenario(everyTicks: 10), folder.Path, SmallMarket.Options(progress: _ =>
            error ??= Record.Exception(() => SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options()).GetAwaiter().GetResult())));

        Assert.IsType<RunFolderException>(error);
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_refused_and_not_made()
    {
        using var folder = new TemporaryFolder();

        await Assert.ThrowsAsync<RunFolderException>(() => SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options()));

        Assert.False(Directory.Exists(folder.Path));
    }
}
