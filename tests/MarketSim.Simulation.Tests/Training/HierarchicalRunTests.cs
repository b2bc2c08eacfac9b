using MarketSim.Engine.Episodes;
using MarketSim.Engine.Replicas;
using MarketSim.Market.Fingerprints;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Running;

namespace MarketSim.Simulation.Tests.Training;

public sealed class HierarchicalRunTests
{
    [Fact]
    public async Task Controllers_learn_on_their_slower_time_scale_beside_their_options()
    {
        using var folder = new TemporaryFolder();
        RunResult result = await SimulationRun.StartAsync(SmallHierarchy.Scenario(), folder.Path, SmallMarket.Options());

        var learning = new CsvTable(folder[RunFolder.LearningFile]);
        var episodes = new CsvTable(folder[RunFolder.EpisodesFile]);
        Assert.Equal(RunStatus.Finished, result.Summary.Status);
        Assert.Equal(["each", "each-controller", "led", "led-controller"], result.Summary.Learners.Select(learner => learner.Policy).Order(StringComparer.Ordinal), StringComparer.Ordinal);

        // 150 s are 50 decisions, of which every fifth is a choice for the whole group.
        Assert.Equal(["50"], episodes.Where("policy", "led").Texts("decisions").Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal([10m, 10m, 10m], learning.Where("policy", "led-controller").Where("name", "steps").Numbers("value"));
        Assert.Equal(3 * 3 * 50, learning.Where("policy", "led").Where("name", "steps").Numbers("value").Sum());
        Assert.All(result.Summary.Learners, learner => Assert.True(learner.Updates > 0, $"{learner.Policy} has learned nothing."));
        Assert.All(result.Summary.Learners, learner => Assert.Equal(string.Empty, learner.StoppedBecause));
    }

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(1, 2, 5L)]
    [InlineData(5, 2, null)]
    [InlineData(3, 1, 7L)]
    public async Task Partitions_threads_and_checkpoints_do_not_change_market_weights_or_tables(int partitions, int threads, long? everyTicks)
    {
        using var expectedFolder = new TemporaryFolder();
        using var actualFolder = new TemporaryFolder();
        RunResult expected = await SimulationRun.StartAsync(SmallHierarchy.Scenario(), expectedFolder.Path, SmallMarket.Options());
        RunResult actual = await SimulationRun.StartAsync(
            SmallHierarchy.Scenario(everyTicks: everyTicks), actualFolder.Path, SmallMarket.Options(partitions, threads));

        DeterminismTests.AssertSame(expected.Summary, actual.Summary);
        TrainingRunTests.AssertSameFiles(expectedFolder, actualFolder);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_an_option_and_resumed_it_ends_like_a_run_that_was_not()
    {
        // Checkpoints at every 7th tick lie within options of 15 s, and between a report and its choice.
        Scenario scenario = SmallHierarchy.Scenario(everyTicks: 7);
        using var whole = new TemporaryFolder();
        List<TemporaryFolder> killed = [];
        RunResult expected = await SimulationRun.StartAsync(scenario, whole.Path, SmallMarket.Options(progress: _ => killed.Add(whole.Copy())));
        Assert.True(killed.Count >= 4, $"only {killed.Count} moments were caught");
        foreach (TemporaryFolder folder in killed)
        {
            RunResult resumed = await SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options(partitions: 4));

            DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
            TrainingRunTests.AssertSameFiles(whole, folder);
            folder.Dispose();
        }
    }

    [Fact]
    public async Task A_market_without_actors_gives_the_events_of_the_actors()
    {
        string yaml = SmallHierarchy.Yaml.Replace("segment: 6, ", string.Empty, StringComparison.Ordinal)
            .Replace("optionAlgorithm: a2c, controllerAlgorithm: sac", "optionAlgorithm: ppo", StringComparison.Ordinal)
            .Replace("options: 2, ", "options: 2, stepsPerUpdate: 100000, ", StringComparison.Ordinal)
            .Replace("options: 3, ", "options: 3, stepsPerUpdate: 100000, ", StringComparison.Ordinal)
            .Replace("episodes: 3", "episodes: 1", StringComparison.Ordinal);
        Scenario scenario = SmallHierarchy.Scenario(yaml: yaml);
        EpisodeCalendar calendar = scenario.Calendar;
        var fingerprint = new Fingerprint(calendar.TickCount);

        RunSummary actors = await SmallMarket.RunAsync(scenario, partitions: 3);
        new Replica(scenario.ToMarket()).Run(episode: 0, calendar.SeedOf(0), fingerprint);

        Assert.Equal(actors.Fingerprint, fingerprint.Value);
    }

    [Fact]
    public async Task Copies_of_the_market_teach_the_same_controller()
    {
        Scenario scenario = SmallHierarchy.Scenario(everyTicks: 40);
        scenario = scenario with { Training = scenario.Training! with { Replicas = 3 } };
        using var whole = new TemporaryFolder();
        List<TemporaryFolder> killed = [];
        RunResult expected = await SimulationRun.StartAsync(scenario, whole.Path, SmallMarket.Options(progress: _ => killed.Add(whole.Copy())));

        decimal[] steps = new CsvTable(whole[RunFolder.LearningFile]).Where("policy", "led-controller").Where("name", "steps").Numbers("value");
        Assert.True(steps.Sum() == 3 * 30m, string.Join(" ", steps));
        RunResult resumed = await SimulationRun.ResumeAsync(killed[killed.Count / 2].Path, SmallMarket.Options(partitions: 5));
        DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
        TrainingRunTests.AssertSameFiles(whole, killed[killed.Count / 2]);
        killed.ForEach(folder => folder.Dispose());
    }
}
