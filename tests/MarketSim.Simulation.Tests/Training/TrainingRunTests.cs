using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Tests.Running;

namespace MarketSim.Simulation.Tests.Training;

public sealed class TrainingRunTests
{
    private static readonly string[] Tables =
    [
        RunFolder.TradesFile, RunFolder.BookFile, RunFolder.MetricsFile, RunFolder.GroupsFile, RunFolder.AgentsFile, RunFolder.EpisodesFile,
        RunFolder.LearningFile,
    ];

    [Fact]
    public async Task Every_episode_ends_with_rewards_and_changes_the_weights()
    {
        using var folder = new TemporaryFolder();
        RunResult result = await SimulationRun.StartAsync(SmallSchool.Scenario(), folder.Path, SmallMarket.Options());

        var episodes = new CsvTable(folder[RunFolder.EpisodesFile]);
        var learning = new CsvTable(folder[RunFolder.LearningFile]);
        Assert.Equal(RunStatus.Finished, result.Summary.Status);
        Assert.Equal(3 * (120 + 3), result.Summary.Ticks);
        Assert.Equal(["0", "1", "2"], episodes.Texts("episode").Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(3 * (2 + 1 + 1 + 2 + 2), episodes.Rows.Length);
        Assert.Equal(["24", "24", "24", "30"], episodes.Where("episode", "1").Where("policy", value => value.Length > 0).Texts("decisions"));
        Assert.Equal(3, learning.Where("policy", "shared").Where("name", "publication").Rows.Length);
        Assert.Equal(["1", "2", "3"], learning.Where("policy", "shared").Where("name", "publication").Texts("value"));
        Assert.True(learning.Where("policy", "a2c").Where("name", "publication").Rows.Length >= 15);
        Assert.True(File.Exists(Path.Combine(folder.Path, "policies", "shared.safetensors")));
    }

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(1, 2, 5L)]
    [InlineData(5, 2, null)]
    [InlineData(3, 1, 13L)]
    public async Task Partitions_threads_and_checkpoints_do_not_change_market_weights_or_tables(int partitions, int threads, long? everyTicks)
    {
        using var expectedFolder = new TemporaryFolder();
        using var actualFolder = new TemporaryFolder();
        RunResult expected = await SimulationRun.StartAsync(SmallSchool.Scenario(), expectedFolder.Path, SmallMarket.Options());
        RunResult actual = await SimulationRun.StartAsync(
            SmallSchool.Scenario(everyTicks: everyTicks), actualFolder.Path, SmallMarket.Options(partitions, threads));

        DeterminismTests.AssertSame(expected.Summary, actual.Summary);
        AssertSameFiles(expectedFolder, actualFolder);
    }

    [Fact]
    public async Task A_training_run_killed_at_any_time_and_resumed_ends_like_one_that_was_not()
    {
        Scenario scenario = SmallSchool.Scenario(everyTicks: 17);
        using var whole = new TemporaryFolder();
        List<TemporaryFolder> killed = [];
        RunResult expected = await SimulationRun.StartAsync(scenario, whole.Path, SmallMarket.Options(progress: _ => killed.Add(whole.Copy())));
        Assert.True(killed.Count >= 4, $"only {killed.Count} moments were caught");
        foreach (TemporaryFolder folder in killed)
        {
            RunResult resumed = await SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options(partitions: 4));

            DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
            AssertSameFiles(whole, folder);
            folder.Dispose();
        }
    }

    [Fact]
    public async Task Another_seed_gives_another_market_and_other_weights()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        RunResult one = await SimulationRun.StartAsync(SmallSchool.Scenario(seed: 1), first.Path, SmallMarket.Options());
        RunResult two = await SimulationRun.StartAsync(SmallSchool.Scenario(seed: 2), second.Path, SmallMarket.Options());

        Assert.NotEqual(one.Summary.Fingerprint, two.Summary.Fingerprint, StringComparer.Ordinal);
        Assert.NotEqual(Weights(first), Weights(second));
    }

    internal static void AssertSameFiles(TemporaryFolder expected, TemporaryFolder actual)
    {
        Assert.All(Tables, table => Assert.Equal(File.ReadAllText(expected[table]), File.ReadAllText(actual[table])));
        Assert.Equal(Weights(expected), Weights(actual));
    }

    internal static byte[] Weights(TemporaryFolder folder) => File.ReadAllBytes(Path.Combine(folder.Path, "policies", "shared.safetensors"));
}
