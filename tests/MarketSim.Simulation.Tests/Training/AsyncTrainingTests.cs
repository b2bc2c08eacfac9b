using MarketSim.Engine;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Results;
using MarketSim.Results.Recording;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Running;

namespace MarketSim.Simulation.Tests.Training;

public sealed class AsyncTrainingTests
{
    [Fact]
    public async Task A_run_whose_learners_never_wait_is_repeated_from_its_log()
    {
        Scenario scenario = Async(SmallTraining.Scenario());
        using var folder = new TemporaryFolder();
        using var replayed = new TemporaryFolder();
        RunResult expected = await SimulationRun.StartAsync(scenario, folder.Path, Unhurried());

        RunResult actual = await SimulationRun.ReplayAsync(folder.Path, replayed.Path, SmallMarket.Options(partitions: 4));

        DeterminismTests.AssertSame(expected.Summary, actual.Summary);
        TrainingRunTests.AssertSameFiles(folder, replayed);
        var learning = new CsvTable(folder[RunFolder.LearningFile]);
        Assert.True(learning.Where("name", "weights_version").Rows.Length > 5);
    }

    [Fact]
    public async Task A_run_whose_learners_never_wait_goes_on_after_an_interruption_and_the_whole_of_it_is_repeated()
    {
        Scenario scenario = Async(SmallTraining.Scenario(everyTicks: 25));
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

    /// <summary>
    /// Nobody waits at the cap. With one of 0, steps that began under weights that were replaced meanwhile are too old: a learner that looks every four
    /// seconds has published in the middle of each segment of twenty.
    /// </summary>
    [Fact]
    public async Task Steps_beyond_the_largest_lag_are_dropped_and_counted_and_learning_goes_on_with_the_next()
    {
        Scenario scenario = Async(SmallTraining.Scenario());
        scenario = scenario with { Training = scenario.Training! with { MaximumLag = 0 } };
        using var folder = new TemporaryFolder();
        RunResult result = await SimulationRun.StartAsync(scenario, folder.Path, Unhurried());

        CsvTable learning = new CsvTable(folder[RunFolder.LearningFile]).Where("policy", "a2c");
        decimal[] taken = Numbers("steps"), dropped = Numbers("dropped_steps"), publications = Numbers("weights_version");
        Assert.Equal(scenario.TickCount, result.Summary.Ticks);
        Assert.InRange(dropped.Sum(), 5, taken.Sum() + dropped.Sum() - 5);
        Assert.All(Numbers("lag_maximum"), lag => Assert.Equal(0, lag));

        // What was dropped changed no weights; what came after it did.
        Assert.All(Enumerable.Range(1, taken.Length - 1), update => Assert.Equal(taken[update] > 0 ? 1 : 0, publications[update] - publications[update - 1]));

        decimal[] Numbers(string name) => learning.Where("name", name).Numbers("value");
    }

    /// <summary>A replay that continued live would publish when its own learners happen to be done.</summary>
    [Fact]
    public async Task A_repetition_killed_at_any_time_goes_on_by_the_log_of_a_run_that_need_not_be_there_any_more()
    {
        Scenario scenario = Async(SmallTraining.Scenario(everyTicks: 25));
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

    /// <summary>Of further episodes the log says nothing: from there on the repetition is a separate run, with a separate log.</summary>
    [Fact]
    public async Task A_repetition_that_gets_more_episodes_learns_on_and_is_repeated_in_its_turn()
    {
        Scenario one = Async(SmallTraining.Scenario());
        one = one with { Training = one.Training! with { Episodes = 1 } };
        Scenario three = one with { Training = one.Training! with { Episodes = 3 } };
        using var original = new TemporaryFolder();
        using var prolonged = new TemporaryFolder();
        using var replayed = new TemporaryFolder();
        await SimulationRun.StartAsync(one, original.Path, SmallMarket.Options());
        await SimulationRun.ReplayAsync(original.Path, prolonged.Path, SmallMarket.Options());

        RunResult expected = await SimulationRun.ResumeAsync(three, prolonged.Path, Unhurried());
        RunResult actual = await SimulationRun.ReplayAsync(prolonged.Path, replayed.Path, SmallMarket.Options());

        CsvTable learning = new CsvTable(prolonged[RunFolder.LearningFile]).Where("name", "weights_version");
        Assert.Contains(learning.Numbers("tick"), tick => tick > 2 * three.Calendar.TicksPerEpisode);
        Assert.False(File.Exists(prolonged[RunFolder.ReplayFile]));
        DeterminismTests.AssertSame(expected.Summary, actual.Summary);
        TrainingRunTests.AssertSameFiles(prolonged, replayed);
    }

    [Fact]
    public async Task A_repetition_whose_log_is_damaged_does_not_go_on_live()
    {
        using var original = new TemporaryFolder();
        using var replayed = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource();
        await SimulationRun.StartAsync(Async(SmallTraining.Scenario()), original.Path, SmallMarket.Options());
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
            Async(SmallTraining.Scenario()), folder.Path, SmallMarket.Options(progress: _ => interrupt.Cancel(), interrupt: interrupt.Token));

        RunFolderException exception = await Assert.ThrowsAsync<RunFolderException>(
            () => SimulationRun.ReplayAsync(folder.Path, replayed.Path, SmallMarket.Options()));

        Assert.Contains("is not finished", exception.Message, StringComparison.Ordinal);
    }

    private static RunOptions Unhurried()
    {
        var pace = new Pace();
        return SmallMarket.Options(progress: pace.Sees) with { Observer = pace };
    }

    private static Scenario Async(Scenario scenario) => scenario with { Training = scenario.Training! with { Mode = TrainingMode.Async } };

    /// <summary>
    /// A market that waits for no learner, but leaves them the time for some updates: between two ticks it is held for longer while they are behind, or it would be
    /// over before a busy machine has done one.
    /// </summary>
    private sealed class Pace : IRunObserver
    {
        private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(1);
        private static readonly TimeSpan WhileBehind = TimeSpan.FromMilliseconds(25);

        private volatile bool _isBehind;
        private long _held = -1;

        public void Sees(RunProgress progress) => _isBehind = progress.Training!.Learners.Sum(learner => learner.Updates) < progress.Tick / 45;

        public void Begins(RunView run)
        {
        }

        public bool MayOpen(long tick, Action release)
        {
            if (tick == _held)
            {
                return true;
            }

            _held = tick;
            _ = Task.Delay(_isBehind ? WhileBehind : Usual).ContinueWith(_ => release(), TaskScheduler.Default);
            return false;
        }

        public void Requested(ReadOnlySpan<OrderRequest> requests)
        {
        }

        public void Traded(long tick, in BookEvent trade)
        {
        }

        public void Sampled(RunView run, long tick, SimulatedTime time)
        {
        }

        public void TickClosed(RunView run, TickReports reports)
        {
        }
    }
}
