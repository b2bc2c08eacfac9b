using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Running;

namespace MarketSim.Simulation.Tests.Training;

/// <summary>Learners that begin as clones of an expert of their market.</summary>
public sealed class ImitatedStartTests
{
    private const string Start = "    start: { expert: momentum, episodes: 3, epochs: 4 }\n";

    // The hierarchy beside PPO with an LSTM and A2C with normalised observations.
    private static readonly string Yaml = SmallTraining.Yaml
        .Replace("    policy: shared\n", "    policy: shared\n" + Start, StringComparison.Ordinal)
        .Replace("    type: a2c\n", "    type: a2c\n" + Start, StringComparison.Ordinal)
        .Replace("hiddenSize: 8, actions: target, lstmSize: 4", "hiddenSize: 8, observations: normalized, lstmSize: 4", StringComparison.Ordinal)
        .Replace("  - name: momentum", "  - name: led\n    type: hierarchical\n    count: 2\n    cash: 1000000\n" + Start + "    parameters: { options: 2, optionLength: 5, decisionInterval: 3s, hiddenSize: 8, controllerHiddenSize: 8, epochs: 2, batchSize: 16 }\n  - name: momentum", StringComparison.Ordinal);

    [Fact]
    public async Task Weights_of_the_clone_are_published_before_anybody_decides_and_figures_say_how_it_fits()
    {
        using var folder = new TemporaryFolder();
        await SimulationRun.StartAsync(Scenario(), folder.Path, SmallMarket.Options());

        var learning = new CsvTable(folder[RunFolder.LearningFile]);
        foreach (string policy in new[] { "shared", "a2c", "led" })
        {
            CsvTable start = learning.Where("policy", policy).Where("name", "start/demonstrations");
            Assert.Equal(["0"], start.Texts("tick"), StringComparer.Ordinal);

            // Two experts in three sessions.
            Assert.Equal([6m], start.Numbers("value"));
        }

        Assert.Empty(learning.Where("policy", "led-controller").Where("name", name => name.StartsWith("start/", StringComparison.Ordinal)).Rows);

        // One more publication than updates: that of the start.
        decimal publications = learning.Where("policy", "shared").Where("name", "weights_version").Numbers("value").Max();
        Assert.Equal(3 + 1, publications);
    }

    [Fact]
    public async Task Replicas_wait_for_the_clones_before_their_first_episode()
    {
        using var folder = new TemporaryFolder();
        await SimulationRun.StartAsync(Scenario(replicas: 3), folder.Path, SmallMarket.Options());

        var learning = new CsvTable(folder[RunFolder.LearningFile]);
        foreach (string policy in new[] { "shared", "a2c", "led" })
        {
            // Whoever had acted by the weights before the clone's would be one publication behind.
            Assert.Equal(0m, learning.Where("policy", policy).Where("name", "lag_maximum").Numbers("value")[0]);
        }
    }

    [Fact]
    public async Task Another_expert_makes_another_beginner()
    {
        RunSummary momentum = await SmallMarket.RunAsync(Scenario());
        RunSummary none = await SmallMarket.RunAsync(SmallTraining.Scenario(yaml: Yaml.Replace(Start, string.Empty, StringComparison.Ordinal)));
        RunSummary noise = await SmallMarket.RunAsync(SmallTraining.Scenario(yaml: Yaml.Replace("expert: momentum", "expert: noise", StringComparison.Ordinal)));

        Assert.Equal(3, new[] { momentum.Fingerprint, none.Fingerprint, noise.Fingerprint }.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(1, 1, 1L)]
    [InlineData(5, 2, null)]
    public async Task Partitions_threads_and_checkpoints_do_not_change_market_weights_or_tables(int partitions, int threads, long? everyTicks)
    {
        using var expectedFolder = new TemporaryFolder();
        using var actualFolder = new TemporaryFolder();
        RunResult expected = await SimulationRun.StartAsync(Scenario(), expectedFolder.Path, SmallMarket.Options());
        RunResult actual = await SimulationRun.StartAsync(Scenario(everyTicks), actualFolder.Path, SmallMarket.Options(partitions, threads));

        DeterminismTests.AssertSame(expected.Summary, actual.Summary);
        TrainingRunTests.AssertSameFiles(expectedFolder, actualFolder);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Killed_and_resumed_it_is_not_cloned_again(int replicas)
    {
        Scenario scenario = Scenario(everyTicks: 41, replicas);
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

    [Theory]
    [InlineData("expert: momentum", "expert: momentun", "start.expert is momentun; it must be a group that follows a strategy. did you mean momentum?")]
    [InlineData("expert: momentum", "expert: a2c", "start.expert is a2c; it must be a group that follows a strategy.")]
    [InlineData("episodes: 3, epochs", "episodes: 0, epochs", "start.episodes is 0; it must be a whole number from 1 to 100,000")]
    [InlineData("episodes: 3, epochs", "epsodes: 3, epochs", "start.epsodes is not a known key; did you mean episodes?")]
    [InlineData("options: 2", "options: 2, optionAlgorithm: sac", "Hierarchical cannot begin as a clone here; PPO, A2C and hierarchical agents whose optionAlgorithm is ppo or a2c can.")]
    [InlineData("observations: normalized", "valueHiddenSize: 4", "A clone has plain layers, and block")]
    [InlineData("observations: normalized", "activation: relu", "A clone has tanh layers; leave activation at its default")]
    public void A_start_that_cannot_be_is_refused(string found, string replacement, string expected)
    {
        string yaml = Yaml.Replace(found, replacement, StringComparison.Ordinal);

        IReadOnlyList<ScenarioProblem> problems = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "start.yaml")).Problems;

        Assert.Contains(problems, problem => problem.Message.Contains(expected, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.Matches($"({System.Text.RegularExpressions.Regex.Escape(expected)}|no group of agents learns)", problem.Message));
        Assert.All(problems, problem => Assert.True(problem.Line > 1));
    }

    [Fact]
    public void A_start_is_written_and_read_back()
    {
        string written = ScenarioWriter.Write(Scenario());

        Assert.Equal(written, ScenarioWriter.Write(ScenarioReader.Read(written, "again.yaml")));
        Assert.Contains("expert: \"momentum\"", written, StringComparison.Ordinal);
    }

    private static Scenario Scenario(long? everyTicks = null, int replicas = 1)
    {
        Scenario scenario = SmallTraining.Scenario(everyTicks: everyTicks, yaml: Yaml);
        return scenario with { Training = scenario.Training! with { Replicas = replicas } };
    }
}
