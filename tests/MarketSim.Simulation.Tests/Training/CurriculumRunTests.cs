using MarketSim.Engine.Participants;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Running;
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.Tests.Training;

public sealed class CurriculumRunTests
{
    [Fact]
    public async Task Stages_move_while_learners_go_on_and_opponents_keep_their_weights_while_one_is_evaluated()
    {
        using var folder = new TemporaryFolder();
        var lines = new LogLines();
        RunResult result = await SimulationRun.StartAsync(SmallCurriculum.Scenario(), folder.Path, SmallMarket.Options() with { LoggerFactory = lines });

        // Every episode is a success: practice of two episodes, a window of three of that stage, and so on.
        var evaluations = new CsvTable(folder[RunFolder.CurriculumFile]);
        Assert.Equal(["advances", "advances"], evaluations.Texts("decision").Take(2), StringComparer.Ordinal);
        Assert.Equal(["quiet", "trend"], evaluations.Texts("name").Take(2), StringComparer.Ordinal);
        Assert.Equal(4m, evaluations.Numbers("episode")[0]);
        Assert.Contains(lines.Lines, line => line.Contains("Curriculum after episode 5: quiet, stage 0, score 1.000", StringComparison.Ordinal) && line.Contains("advances because", StringComparison.Ordinal));

        // The pupil learns from each episode, the opponent from none that was evaluated before the evaluation was over.
        var learning = new CsvTable(folder[RunFolder.LearningFile]);
        var episodes = new CsvTable(folder[RunFolder.EpisodesFile]);
        decimal secondEvaluation = evaluations.Numbers("episode")[1];
        decimal[] opponent = learning.Where("policy", "opponent").Where("name", "steps").Numbers("episode");
        Assert.Equal(Enumerable.Range(0, 12).Select(episode => (decimal)episode), learning.Where("policy", "pupil").Where("name", "steps").Numbers("episode").Distinct());
        Assert.NotEmpty(opponent);
        Assert.DoesNotContain(opponent, episode => episode is 2 or 3 or 4);
        Assert.DoesNotContain(opponent, episode => episode > 6 && episode <= secondEvaluation);

        // Who does not trade at a stage has no row; the counts of crowds are those that trade.
        string[] StagesOf(string group) => [.. episodes.Where("group", group).Texts("stage").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Assert.Equal(["0", "1", "2"], StagesOf("pupil"), StringComparer.Ordinal);
        Assert.DoesNotContain("0", StagesOf("momentum"), StringComparer.Ordinal);
        Assert.All(episodes.Where("group", "noise").Where("stage", "1").Numbers("agents"), count => Assert.Equal(12, count));
        Assert.All(episodes.Where("group", "opponent").Where("stage", "1").Rows.GroupBy(row => row[0], StringComparer.Ordinal), rows => Assert.Single(rows));
        Assert.Equal(RunStatus.Finished, result.Summary.Status);
    }

    [Theory]
    [InlineData(1, 1, 1, null)]
    [InlineData(1, 1, 2, 7L)]
    [InlineData(1, 5, 2, null)]
    [InlineData(3, 3, 1, 31L)]
    public async Task Partitions_threads_and_checkpoints_do_not_change_market_weights_or_tables(int replicas, int partitions, int threads, long? everyTicks)
    {
        using var expectedFolder = new TemporaryFolder();
        using var actualFolder = new TemporaryFolder();
        RunResult expected = await SimulationRun.StartAsync(SmallCurriculum.Scenario(replicas: replicas), expectedFolder.Path, SmallMarket.Options());
        RunResult actual = await SimulationRun.StartAsync(
            SmallCurriculum.Scenario(everyTicks: everyTicks, replicas: replicas), actualFolder.Path, SmallMarket.Options(partitions, threads));

        DeterminismTests.AssertSame(expected.Summary, actual.Summary);
        AssertSameFiles(expectedFolder, actualFolder);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Killed_in_the_middle_of_a_stage_and_of_a_window_and_resumed_it_ends_like_a_run_that_was_not(int replicas)
    {
        // Checkpoints at every 17th tick lie within episodes, windows and practice, and one between a decision about stages and the next episode.
        Scenario scenario = SmallCurriculum.Scenario(everyTicks: 17, replicas: replicas);
        using var whole = new TemporaryFolder();
        List<TemporaryFolder> killed = [];
        RunResult expected = await SimulationRun.StartAsync(scenario, whole.Path, SmallMarket.Options(progress: _ => killed.Add(whole.Copy())));
        Assert.True(killed.Count >= 12, $"only {killed.Count} moments were caught");
        for (int i = 0; i < killed.Count; i++)
        {
            // Every third is enough: they are 51 ticks apart, and an episode has 103.
            if (i % 3 == 0)
            {
                RunResult resumed = await SimulationRun.ResumeAsync(killed[i].Path, SmallMarket.Options(partitions: 4));

                DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
                AssertSameFiles(whole, killed[i]);
            }

            killed[i].Dispose();
        }
    }

    [Fact]
    public async Task A_checkpoint_in_any_closed_tick_is_resumed_exactly()
    {
        // An episode has 103 ticks: 100 of trading, then settlement, learning and rollover. So each checkpoint lies one tick further on than the one before.
        foreach (long tick in new long[] { 101, 102, 103, 104 })
        {
            Scenario scenario = SmallCurriculum.Scenario(everyTicks: tick, episodes: 4);
            using var whole = new TemporaryFolder();
            using var interrupted = new TemporaryFolder();
            using var interrupt = new CancellationTokenSource();
            RunResult expected = await SimulationRun.StartAsync(scenario, whole.Path, SmallMarket.Options());
            TemporaryFolder? killed = null;
            await SimulationRun.StartAsync(scenario, interrupted.Path, SmallMarket.Options(progress: progress =>
            {
                if (progress.Tick > tick && killed is null)
                {
                    killed = interrupted.Copy();
                }
            }));

            RunResult resumed = await SimulationRun.ResumeAsync(killed!.Path, SmallMarket.Options(partitions: 3));

            DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
            AssertSameFiles(whole, killed);
            killed.Dispose();
        }
    }

    [Fact]
    public async Task A_finished_training_given_more_episodes_ends_as_if_it_had_had_them_from_the_start()
    {
        using var whole = new TemporaryFolder();
        using var prolonged = new TemporaryFolder();
        RunResult expected = await SimulationRun.StartAsync(SmallCurriculum.Scenario(episodes: 9, replicas: 2), whole.Path, SmallMarket.Options());
        await SimulationRun.StartAsync(SmallCurriculum.Scenario(episodes: 5, replicas: 2), prolonged.Path, SmallMarket.Options());

        RunResult actual = await SimulationRun.ResumeAsync(SmallCurriculum.Scenario(episodes: 9, replicas: 2), prolonged.Path, SmallMarket.Options(partitions: 3));

        DeterminismTests.AssertSame(expected.Summary, actual.Summary);
        AssertSameFiles(whole, prolonged);
    }

    [Fact]
    public async Task A_reference_that_does_not_beat_chance_ends_the_run_with_stage_figures_and_remedy()
    {
        using var folder = new TemporaryFolder();

        // Of uniformly drawn actions and a rule that loses the same spreads, neither is a scale.
        Scenario scenario = SmallCurriculum.Scenario(yaml: SmallCurriculum.Yaml.Replace("success: -1000000", "reference: noise\n  referenceEpisodes: 5", StringComparison.Ordinal));

        RunFailedException exception = await Assert.ThrowsAsync<RunFailedException>(() => SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options()));

        Assert.Contains("At stage 0 (quiet) the reference noise earns", exception.Message, StringComparison.Ordinal);
        Assert.Contains("name another curriculum.reference", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schedule: manual\n  manualEpisodes: [2, 3]", "0 0 1 2 2 2")]
    [InlineData("schedule: linear", "0 0 1 1 2 2")]
    public async Task Stages_of_a_plan_begin_when_it_says(string schedule, string expected)
    {
        using var folder = new TemporaryFolder();
        string yaml = SmallCurriculum.Yaml.Replace("threshold: 0.5", schedule, StringComparison.Ordinal).Replace("replayShare: 0.3", "replayShare: 0", StringComparison.Ordinal);

        await SimulationRun.StartAsync(SmallCurriculum.Scenario(yaml: yaml, episodes: 6), folder.Path, SmallMarket.Options());

        var episodes = new CsvTable(folder[RunFolder.EpisodesFile]);
        Assert.Equal(expected, string.Join(' ', episodes.Where("group", "noise").Texts("stage")));
        Assert.Empty(new CsvTable(folder[RunFolder.CurriculumFile]).Rows);

        // Nobody is evaluated, so nobody is frozen.
        Assert.Contains(2m, new CsvTable(folder[RunFolder.LearningFile]).Where("policy", "opponent").Numbers("episode"));
    }

    [Fact]
    public void The_curriculum_is_a_participant_of_its_own()
    {
        Assert.Contains(TrainingParticipants.Of(SmallCurriculum.Scenario()), participant => participant.Name == ParticipantAddress.Curriculum.Value);
        Assert.DoesNotContain(TrainingParticipants.Of(SmallTraining.Scenario()), participant => participant.Name == ParticipantAddress.Curriculum.Value);
    }

    private static void AssertSameFiles(TemporaryFolder expected, TemporaryFolder actual)
    {
        TrainingRunTests.AssertSameFiles(expected, actual);
        Assert.Equal(File.ReadAllText(expected[RunFolder.CurriculumFile]), File.ReadAllText(actual[RunFolder.CurriculumFile]));
    }
}
