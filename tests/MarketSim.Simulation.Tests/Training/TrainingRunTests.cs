using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Evaluation;
using MarketSim.Simulation.Running;
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
        RunResult result = await SimulationRun.StartAsync(SmallTraining.Scenario(), folder.Path, SmallMarket.Options());

        var episodes = new CsvTable(folder[RunFolder.EpisodesFile]);
        var learning = new CsvTable(folder[RunFolder.LearningFile]);
        Assert.Equal(RunStatus.Finished, result.Summary.Status);
        Assert.Equal(3 * (120 + 3), result.Summary.Ticks);
        Assert.Equal(["0", "1", "2"], episodes.Texts("episode").Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(3 * (2 + 1 + 1 + 2 + 2), episodes.Rows.Length);
        Assert.Equal(["24", "24", "24", "30"], episodes.Where("episode", "1").Where("policy", value => value.Length > 0).Texts("decisions"));
        Assert.Equal(3, learning.Where("policy", "shared").Where("name", "weights_version").Rows.Length);
        Assert.Equal(["1", "2", "3"], learning.Where("policy", "shared").Where("name", "weights_version").Texts("value"));
        Assert.True(learning.Where("policy", "a2c").Where("name", "weights_version").Rows.Length >= 15);
        Assert.True(File.Exists(Path.Combine(folder.Path, "policies", "shared.safetensors")));
    }

    [Fact]
    public async Task Policy_that_is_not_the_one_the_run_wrote_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        RunResult result = await SimulationRun.StartAsync(SmallTraining.Scenario(), folder.Path, SmallMarket.Options());
        await SimulationRun.StartAsync(SmallTraining.Scenario(seed: 8), other.Path, SmallMarket.Options());
        var run = RunFolder.Open(folder.Path);
        Assert.Equal(result.Summary.Learners.Select(learner => learner.Sha256), TrainedPolicies.Read(run, SmallTraining.Scenario()).Values.Select(policy => policy.Sha256), StringComparer.Ordinal);

        string file = Path.Combine("policies", "shared.safetensors");
        File.Copy(Path.Combine(other.Path, file), Path.Combine(folder.Path, file), overwrite: true);

        Assert.Contains(
            "shared.safetensors is not the policy that the run wrote",
            Assert.Throws<InvalidDataException>(() => TrainedPolicies.Read(run, SmallTraining.Scenario())).Message,
            StringComparison.Ordinal);
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
        RunResult expected = await SimulationRun.StartAsync(SmallTraining.Scenario(), expectedFolder.Path, SmallMarket.Options());
        RunResult actual = await SimulationRun.StartAsync(
            SmallTraining.Scenario(everyTicks: everyTicks), actualFolder.Path, SmallMarket.Options(partitions, threads));

        DeterminismTests.AssertSame(expected.Summary, actual.Summary);
        AssertSameFiles(expectedFolder, actualFolder);
    }

    [Fact]
    public async Task A_training_run_killed_at_any_time_and_resumed_ends_like_one_that_was_not()
    {
        Scenario scenario = SmallTraining.Scenario(everyTicks: 17);
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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_finished_training_given_more_episodes_ends_as_if_it_had_had_them_from_the_start(int replicas)
    {
        using var whole = new TemporaryFolder();
        using var prolonged = new TemporaryFolder();
        RunResult expected = await SimulationRun.StartAsync(Episodes(3), whole.Path, SmallMarket.Options());
        await SimulationRun.StartAsync(Episodes(1), prolonged.Path, SmallMarket.Options());
        List<TemporaryFolder> killed = [];

        RunResult actual = await SimulationRun.ResumeAsync(
            Episodes(3), prolonged.Path, SmallMarket.Options(partitions: 3, progress: _ => killed.Add(prolonged.Copy())));

        DeterminismTests.AssertSame(expected.Summary, actual.Summary);
        AssertSameFiles(whole, prolonged);
        Assert.NotEmpty(killed);
        foreach (TemporaryFolder folder in killed)
        {
            RunResult resumed = await SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options());

            DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
            AssertSameFiles(whole, folder);
            folder.Dispose();
        }

        Scenario Episodes(int count)
        {
            Scenario learning = SmallTraining.Scenario(everyTicks: 29);
            return learning with { Training = learning.Training! with { Episodes = count, Replicas = replicas } };
        }
    }

    [Fact]
    public async Task A_finished_training_is_given_neither_fewer_episodes_nor_another_market()
    {
        using var folder = new TemporaryFolder();
        Scenario learning = SmallTraining.Scenario();
        await SimulationRun.StartAsync(learning, folder.Path, SmallMarket.Options());

        foreach (Scenario other in new[]
        {
            learning with { Training = learning.Training! with { Episodes = 2 } },
            learning with { Seed = 8, Training = learning.Training! with { Episodes = 5 } },
        })
        {
            RunFolderException refused = await Assert.ThrowsAsync<RunFolderException>(() => SimulationRun.ResumeAsync(other, folder.Path, SmallMarket.Options()));
            Assert.Contains("training.episodes grow", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_seed_gives_another_market_and_other_weights()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        RunResult one = await SimulationRun.StartAsync(SmallTraining.Scenario(seed: 1), first.Path, SmallMarket.Options());
        RunResult two = await SimulationRun.StartAsync(SmallTraining.Scenario(seed: 2), second.Path, SmallMarket.Options());

        Assert.NotEqual(one.Summary.Fingerprint, two.Summary.Fingerprint, StringComparer.Ordinal);
        Assert.NotEqual(Weights(first), Weights(second));
    }

    internal static void AssertSameFiles(TemporaryFolder expected, TemporaryFolder actual)
    {
        Assert.All(Tables, table => Assert.Equal(File.ReadAllText(expected[table]), File.ReadAllText(actual[table])));
        AssertSamePolicies(expected, actual);
    }

    internal static void AssertSamePolicies(TemporaryFolder expected, TemporaryFolder actual)
    {
        string[] policies = [.. Directory.GetFiles(Path.Combine(expected.Path, "policies")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(policies);
        Assert.All(policies, policy => Assert.Equal(File.ReadAllBytes(Path.Combine(expected.Path, "policies", policy)), File.ReadAllBytes(Path.Combine(actual.Path, "policies", policy))));
    }

    internal static byte[] Weights(TemporaryFolder folder) => File.ReadAllBytes(Path.Combine(folder.Path, "policies", "shared.safetensors"));
}
