using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Tests.Running;

namespace MarketSim.Simulation.Tests.Training;

public sealed class AsyncTrainingTests
{
    [Fact]
    public async Task A_run_whose_learners_never_wait_is_repeated_from_its_log()
    {
        Scenario scenario = Async(SmallSchool.Scenario());
        using var folder = new TemporaryFolder();
        using var replayed = new TemporaryFolder();
        RunResult expected = await SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options());

        RunResult actual = await SimulationRun.ReplayAsync(folder.Path, replayed.Path, SmallMarket.Options(partitions: 4));

        DeterminismTests.AssertSame(expected.Summary, actual.Summary);
        TrainingRunTests.AssertSameFiles(folder, replayed);
        var learning = new CsvTable(folder[RunFolder.LearningFile]);
        Assert.True(learning.Where("name", "publication").Rows.Length > 5);
    }

    [Fact]
    public async Task A_run_whose_learners_never_wait_goes_on_after_an_interruption_and_the_whole_of_it_is_repeated()
    {
        Scenario scenario = Async(SmallSchool.Scenario(everyTicks: 25));
        using var folder = new TemporaryFolder();
        using var replayed = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource();
        int seen = 0;
        await SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options(
            progress: _ =>
            {
                if (++seen == 3)
                {
                    interrupt.Cancel();
                }
            },
            interrupt: interrupt.Token));
        RunResult resumed = await SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options());

        RunResult actual = await SimulationRun.ReplayAsync(folder.Path, replayed.Path, SmallMarket.Options());

        DeterminismTests.AssertSame(resumed.Summary, actual.Summary);
        TrainingRunTests.AssertSameFiles(folder, replayed);
    }

    /// <summary>A replay that went on live would publish when its own learners happen to be done.</summary>
    [Fact]
    public async Task A_repetition_killed_at_any_time_goes_on_by_the_log_of_a_run_that_need_not_be_there_any_more()
    {
        Scenario scenario = Async(SmallSchool.Scenario(everyTicks: 25));
        using var original = new TemporaryFolder();
        using var replayed = new TemporaryFolder();
        RunResult expected = await SimulationRun.StartAsync(scenario, original.Path, SmallMarket.Options());
        List<TemporaryFolder> killed = [];
        await SimulationRun.ReplayAsync(original.Path, replayed.Path, SmallMarket.Options(progress: _ => killed.Add(replayed.Copy())));
        original.Dispose();

        Assert.True(killed.Count >= 4, $"only {killed.Count} moments were caught");
        foreach (TemporaryFolder folder in killed)
        {
            RunResult resumed = await SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options(partitions: 4));

            DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
            TrainingRunTests.AssertSameFiles(replayed, folder);
            folder.Dispose();
        }
    }

    [Fact]
    public async Task A_repetition_whose_log_is_damaged_does_not_go_on_live()
    {
        using var original = new TemporaryFolder();
        using var replayed = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource();
        await SimulationRun.StartAsync(Async(SmallSchool.Scenario()), original.Path, SmallMarket.Options());
        await SimulationRun.ReplayAsync(
            original.Path, replayed.Path, SmallMarket.Options(progress: _ => interrupt.Cancel(), interrupt: interrupt.Token));
        await File.WriteAllTextAsync(replayed[RunFolder.ReplayFile], """{ "run": "x" }""");

        RunFolderException exception = await Assert.ThrowsAsync<RunFolderException>(
            () => SimulationRun.ResumeAsync(replayed.Path, SmallMarket.Options()));

        Assert.Contains("replay.json cannot be read", exception.Message, StringComparison.Ordinal);
        Assert.Contains("begin another with marketsim replay", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unfinished_run_is_not_repeated()
    {
        using var folder = new TemporaryFolder();
        using var replayed = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource();
        await SimulationRun.StartAsync(
            Async(SmallSchool.Scenario()), folder.Path, SmallMarket.Options(progress: _ => interrupt.Cancel(), interrupt: interrupt.Token));

        RunFolderException exception = await Assert.ThrowsAsync<RunFolderException>(
            () => SimulationRun.ReplayAsync(folder.Path, replayed.Path, SmallMarket.Options()));

        Assert.Contains("is not finished", exception.Message, StringComparison.Ordinal);
    }

    private static Scenario Async(Scenario scenario) => scenario with { Training = scenario.Training! with { Mode = TrainingMode.Async } };
}
