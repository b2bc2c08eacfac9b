using System.Globalization;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Spaces;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Imitation;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Running;

namespace MarketSim.Simulation.Tests.Training;

/// <summary>Experts that demonstrate in a market, and the policies that learn from them.</summary>
public sealed class DemonstrationTests
{
    private static readonly string[] Tables =
        [RunFolder.TradesFile, RunFolder.BookFile, RunFolder.MetricsFile, RunFolder.GroupsFile, RunFolder.AgentsFile, RunFolder.EpisodesFile, RunFolder.LearningFile];

    [Fact]
    public async Task Clone_learns_from_every_episode_of_its_experts_and_trades()
    {
        using var folder = new TemporaryFolder();
        await SimulationRun.StartAsync(SmallImitation.Scenario(), folder.Path, SmallMarket.Options());
        var learning = new CsvTable(folder[RunFolder.LearningFile]);
        var episodes = new CsvTable(folder[RunFolder.EpisodesFile]);
        Assert.Equal(["3", "6", "9"], learning.Where("name", "train/demonstrations").Texts("value"));
        Assert.Equal(["1", "2", "3"], learning.Where("name", "weights_version").Texts("value"));
        double f1 = double.Parse(learning.Where("name", "train/held_out_macro_f1").Texts("value")[^1], CultureInfo.InvariantCulture);
        double majority = double.Parse(learning.Where("name", "train/held_out_majority_f1").Texts("value")[^1], CultureInfo.InvariantCulture);
        Assert.True(f1 > majority + 0.1, $"macro-F1 {f1}, majority {majority}");
        Assert.All(episodes.Where("group", "clone").Where("episode", "2").Texts("volume"), static volume => Assert.True(double.Parse(volume, CultureInfo.InvariantCulture) > 0));
        Assert.True(File.Exists(Path.Combine(folder.Path, "policies", "clone.safetensors")));
    }

    /// <summary>Quick suites hold the scenario by its fingerprint; this one runs its seeds.</summary>
    [LongTheory("ImitationGate")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ImitationGate_momentum_experts_of_the_built_in_scenario_are_cloned_with_a_macro_f1_of_nine_tenths(ulong seed)
    {
        using var folder = new TemporaryFolder();
        await SimulationRun.StartAsync(ScenarioCatalog.Read("imitation") with { Seed = seed }, folder.Path, SmallMarket.Options());
        var learning = new CsvTable(folder[RunFolder.LearningFile]);
        double f1 = double.Parse(learning.Where("name", "train/held_out_macro_f1").Texts("value")[^1], CultureInfo.InvariantCulture);
        Assert.True(f1 >= 0.9, $"macro-F1 {f1}");
    }

    [Fact]
    public void Recorded_experts_are_demonstrations_of_the_policy_that_learns_from_them()
    {
        Scenario scenario = SmallImitation.Scenario();
        DemonstrationSet recorded = ExpertRecorder.Record(scenario, "expert", episodes: 2);
        Assert.Equal(6, recorded.Episodes.Count);
        Assert.Equal(MarketObserver.Names, recorded.ObservationNames);
        recorded.RequireSpaces(MarketObserver.Space, new DiscreteSpace(3));
        Assert.Equal(3, recorded.Episodes.SelectMany(static episode => episode.Actions.ToArray()).Distinct().Count());
        Assert.Equal(recorded.Digest(), ExpertRecorder.Record(scenario, "expert", episodes: 2).Digest());
        DemonstrationSet learner = ExpertRecorder.Record(scenario, "clone", episodes: 1);
        Assert.Equal(2, learner.Episodes.Count);
        Assert.Equal(50, learner.Episodes[0].Length);
        Assert.Contains("there is no group expart", Assert.Throws<ScenarioException>(() => ExpertRecorder.Record(scenario, "expart", episodes: 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Being_watched_changes_nothing_an_expert_does()
    {
        // Of two groups of experts one or both are watched: in the first episode clones act by their first weights, so that nothing else differs.
        string two = SmallImitation.Yaml.Replace(
            "  - name: clone", "  - name: other\n    type: momentum\n    count: 2\n    cash: 1000000\n    WATCHED\n    parameters: { meanInterval: 5s }\n  - name: clone", StringComparison.Ordinal);
        using var watched = new TemporaryFolder();
        using var alone = new TemporaryFolder();
        await SimulationRun.StartAsync(SmallImitation.Scenario(yaml: two.Replace("WATCHED", "demonstrates: clone", StringComparison.Ordinal)), watched.Path, SmallMarket.Options());
        await SimulationRun.StartAsync(SmallImitation.Scenario(yaml: two.Replace("WATCHED", "actors: individual", StringComparison.Ordinal)), alone.Path, SmallMarket.Options());

        string[] trades = TradesBefore(alone, 200);
        Assert.Equal(trades, TradesBefore(watched, 200));
        Assert.True(trades.Length > 100, $"{trades.Length} trades");
        Assert.Equal(["5", "10", "15"], new CsvTable(watched[RunFolder.LearningFile]).Where("name", "train/demonstrations").Texts("value"));
    }

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(5, 2, 13L)]
    public async Task Partitions_threads_and_checkpoints_do_not_change_market_weights_or_tables(int partitions, int threads, long? everyTicks)
    {
        using var expectedFolder = new TemporaryFolder();
        using var actualFolder = new TemporaryFolder();
        RunResult expected = await SimulationRun.StartAsync(SmallImitation.Scenario(), expectedFolder.Path, SmallMarket.Options());
        RunResult actual = await SimulationRun.StartAsync(SmallImitation.Scenario(everyTicks: everyTicks), actualFolder.Path, SmallMarket.Options(partitions, threads));
        DeterminismTests.AssertSame(expected.Summary, actual.Summary);
        AssertSameFiles(expectedFolder, actualFolder);
    }

    [Fact]
    public async Task Run_killed_at_any_time_and_resumed_ends_like_one_that_was_not()
    {
        Scenario scenario = SmallImitation.Scenario(everyTicks: 40);
        using var whole = new TemporaryFolder();
        List<TemporaryFolder> killed = [];
        RunResult expected = await SimulationRun.StartAsync(scenario, whole.Path, SmallMarket.Options(progress: _ => killed.Add(whole.Copy())));
        Assert.True(killed.Count >= 4, $"only {killed.Count} moments were caught");
        foreach (TemporaryFolder folder in killed)
        {
            RunResult resumed = await SimulationRun.ResumeAsync(scenario, folder.Path, SmallMarket.Options(partitions: 1));
            Assert.Equal(expected.Summary.Fingerprint, resumed.Summary.Fingerprint);
            AssertSameFiles(whole, folder);
            folder.Dispose();
        }
    }

    [Fact]
    public async Task Policy_can_begin_where_a_clone_ended()
    {
        using var cloned = new TemporaryFolder();
        using var trained = new TemporaryFolder();
        await SimulationRun.StartAsync(SmallImitation.Scenario(), cloned.Path, SmallMarket.Options());
        string file = Path.Combine(cloned.Path, "policies", "clone.safetensors");
        string yaml = SmallImitation.Yaml
            .Replace("demonstrates: clone", "actors: pooled", StringComparison.Ordinal)
            .Replace("type: behavioral_cloning", $"type: ppo\n    start: {file}", StringComparison.Ordinal)
            .Replace("epochs: 5, holdOutEvery: 3", "learningRate: 0.000000000001", StringComparison.Ordinal);
        await SimulationRun.StartAsync(SmallImitation.Scenario(yaml: yaml), trained.Path, SmallMarket.Options());
        float[] before = Weights(cloned, "actor.0.weight");
        float[] after = Weights(trained, "actor.0.weight");
        Assert.Equal(before.Length, after.Length);
        Assert.All(before.Zip(after), static pair => Assert.Equal(pair.First, pair.Second, 1e-6f));

        string resolved = File.ReadAllText(Path.Combine(trained.Path, RunFolder.ScenarioFile));
        Assert.Equal(resolved, ScenarioWriter.Write(ScenarioReader.Read(resolved, "resolved.yaml")));
        Assert.Contains("    start:\n", resolved, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demonstrates: clone", "demonstrates: clown", "agents.expert.demonstrates is clown; it must be the policy of a group of type behavioral_cloning")]
    [InlineData("    demonstrates: clone\n", "", "agents.clone clones an expert, but no group demonstrates to policy clone")]
    [InlineData("type: behavioral_cloning", "type: behavioral_cloning\n    start: nowhere.safetensors", "does not exist")]
    [InlineData("type: behavioral_cloning", "type: behavioral_cloning\n    frozen: nowhere.safetensors\n    start: nowhere.safetensors", "weights that never change have no start")]
    public void Wrong_demonstrations_are_refused(string before, string after, string problem)
    {
        string yaml = SmallImitation.Yaml.Replace(before, after, StringComparison.Ordinal);
        Assert.NotEqual(SmallImitation.Yaml, yaml, StringComparer.Ordinal);
        Assert.Contains(problem, Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "wrong.yaml")).Message, StringComparison.Ordinal);
    }

    private static float[] Weights(TemporaryFolder folder, string tensor) =>
        MarketSim.Learning.Persistence.SafetensorsFile.Read(Directory.GetFiles(Path.Combine(folder.Path, "policies"))[0]).Find(tensor).ToSingles();

    private static string[] TradesBefore(TemporaryFolder folder, int seconds)
    {
        string[] lines = File.ReadAllLines(folder[RunFolder.TradesFile]);
        int column = Array.IndexOf(lines[0].Split(','), "tick");
        return [.. lines.Skip(1).Where(line => long.Parse(line.Split(',')[column], CultureInfo.InvariantCulture) < seconds)];
    }

    private static void AssertSameFiles(TemporaryFolder expected, TemporaryFolder actual)
    {
        foreach (string table in Tables)
        {
            Assert.Equal(File.ReadAllText(expected[table]), File.ReadAllText(actual[table]));
        }

        Assert.Equal(File.ReadAllBytes(Path.Combine(expected.Path, "policies", "clone.safetensors")), File.ReadAllBytes(Path.Combine(actual.Path, "policies", "clone.safetensors")));
    }
}
