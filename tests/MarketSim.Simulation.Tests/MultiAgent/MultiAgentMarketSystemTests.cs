using MarketSim.Agents.Population;
using MarketSim.Environments.Signals;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Simulation.Evaluation;
using MarketSim.Simulation.MultiAgent;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.Tests.MultiAgent;

public sealed class MultiAgentMarketSystemTests
{
    private static readonly Dictionary<string, string> Small = new(StringComparer.Ordinal) { ["hiddenSize"] = "8" };

    private static readonly Dictionary<string, string> Eager = new(StringComparer.Ordinal) { ["meanInterval"] = "10s", ["fastWindow"] = "2", ["slowWindow"] = "5" };

    private static MarketEnvironment Environment => new(volatility: 0.001, noiseLevel: 0.9, signalHalfLifeSteps: 5, episodeSteps: 20);

    [Fact]
    public void Agents_train_in_one_market_and_are_evaluated_against_baselines()
    {
        using var folder = new TemporaryFolder();
        var system = new MultiAgentMarketSystem(
            Environment,
            agents:
            [
                new LearningAgent("PPO", learningRate: 3e-4, parameters: Small),
                new LearningAgent("A2C", learningRate: 7e-4, parameters: Small),
                new RuleBasedAgent("momentum"),
            ],
            competitiveRewards: true,
            marketImpact: true,
            new MultiAgentOptions { Folder = folder.Path });

        TrainingResult training = system.Train(numEpisodes: 2);
        IReadOnlyList<EvaluatedEpisode> evaluation = system.Evaluate(numEpisodes: 2);

        Assert.Equal(RunStatus.Finished, training.Summary.Status);
        Assert.Equal([(0, "ppo"), (0, "a2c"), (0, "momentum"), (1, "ppo"), (1, "a2c"), (1, "momentum")], training.Episodes.Select(row => (row.Episode, row.Group)));
        Assert.Equal(2 * 6 * 2, evaluation.Count);
        Assert.All(evaluation.Where(row => row.Policy == "flat"), row => Assert.Equal((0, 0), (row.WealthChange, row.Volume)));
        Assert.All(evaluation.Where(row => row.Policy == "buy_and_hold"), row => Assert.True(row.Volume > 0));

        // The same training in the same folder is not done twice.
        Assert.Equal(training.Summary.Fingerprint, new MultiAgentMarketSystem(
            Environment,
            [new LearningAgent("PPO", learningRate: 3e-4, parameters: Small), new LearningAgent("A2C", learningRate: 7e-4, parameters: Small), new RuleBasedAgent("momentum")],
            competitiveRewards: true,
            options: new MultiAgentOptions { Folder = folder.Path }).Train(2).Summary.Fingerprint);
    }

    [Fact]
    public void Progress_is_told_once_after_each_episode_and_results_print_readably()
    {
        using var folder = new TemporaryFolder();
        var told = new Reports();
        MultiAgentMarketSystem system = Create(folder);

        TrainingResult training = system.Train(3, told);

        Assert.Equal([1, 2, 3], told.Episodes);
        Assert.Contains(": 3 episodes in ", training.ToString(), StringComparison.Ordinal);
        Assert.Contains("ppo (ppo): reward ", training.ToString(), StringComparison.Ordinal);
        Assert.Contains("finished, ", training.Summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_training_without_a_named_folder_finds_a_free_one_and_the_same_training_its_own()
    {
        using var folder = new TemporaryFolder();
        string first = Path.Combine(folder.Path, "system");
        Scenario one = Trained(seed: 1);
        Scenario other = Trained(seed: 2);
        var options = new MultiAgentOptions();

        RunResult begun = await TrainingFolder.RunAsync(one, options, first, progress: null);
        RunResult beside = await TrainingFolder.RunAsync(other, options, first, progress: null);
        RunResult again = await TrainingFolder.RunAsync(other, options, first, progress: null);

        Assert.Equal([first, $"{first}-2", $"{first}-2"], new[] { begun, beside, again }.Select(result => result.Folder), StringComparer.Ordinal);
        Assert.Equal(beside.Summary.Fingerprint, again.Summary.Fingerprint);
        RunFolderException refused = await Assert.ThrowsAsync<RunFolderException>(() => TrainingFolder.RunAsync(other, options with { Folder = first }, first, progress: null));
        Assert.Contains("Train in another folder (MultiAgentOptions.Folder; left out, a free one is found)", refused.Message, StringComparison.Ordinal);

        static Scenario Trained(ulong seed) => EnvironmentScenario.Create(Environment.Settings, [new LearningAgent("PPO", parameters: Small)], 1, competitiveRewards: false, marketImpact: true, seed);
    }

    private static MultiAgentMarketSystem Create(TemporaryFolder folder, double learningRate = 3e-4) => new(
        Environment,
        [new LearningAgent("PPO", learningRate, parameters: Small), new RuleBasedAgent("momentum")],
        options: new MultiAgentOptions { Folder = folder.Path });

    private sealed class Reports : IProgress<TrainingStatus>
    {
        public List<int> Episodes { get; } = [];

        public void Report(TrainingStatus value) => Episodes.Add(value.EndedEpisodes);
    }

    [Fact]
    public void Training_again_goes_on_with_the_training_whatever_is_evaluated_in_between()
    {
        using var whole = new TemporaryFolder();
        using var parts = new TemporaryFolder();
        TrainingResult expected = Create(whole).Train(3);
        MultiAgentMarketSystem system = Create(parts);
        TrainingResult first = system.Train(1);
        Assert.Single(system.Evaluate(1), row => row is { Group: "ppo", Policy: "trained" });

        TrainingResult actual = system.Train(2);

        Assert.Equal([0, 0], first.Episodes.Select(row => row.Episode));
        Assert.Equal(expected.Episodes, actual.Episodes);
        Assert.Equal((expected.Summary.Fingerprint, expected.Summary.StateDigest), (actual.Summary.Fingerprint, actual.Summary.StateDigest));
        Assert.Equal(6 * 2, system.Evaluate(2).Count);

        // Another system finds what is there, and continues from it; not back.
        Assert.Equal(expected.Summary.StateDigest, Create(parts).Train(3).Summary.StateDigest);
        Assert.Contains("holds a training of 3 episodes", Assert.Throws<RunFolderException>(() => Create(parts).Train(2)).Message, StringComparison.Ordinal);
        Assert.Equal(4 * 2, Create(parts).Train(4).Episodes.Count);
        Assert.Contains(
            "holds the training of another system", Assert.Throws<RunFolderException>(() => Create(parts, learningRate: 1e-3).Train(5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prices_that_do_not_react_are_the_same_whatever_the_named_agents_do()
    {
        MarketAgent[] some = [new LearningAgent("PPO", parameters: Small), new RuleBasedAgent("momentum", Eager)];
        string calm = Prices(marketImpact: false, some);

        Assert.Equal(calm, Prices(
            marketImpact: false,
            new LearningAgent("A2C", parameters: new Dictionary<string, string>(Small, StringComparer.Ordinal) { ["actions"] = "quotes", ["maximumPosition"] = "5000", ["orderSize"] = "900" }),
            new RuleBasedAgent("mean_reversion", new Dictionary<string, string>(StringComparer.Ordinal) { ["meanInterval"] = "3s", ["meanSize"] = "700" })));
        Assert.NotEqual(calm, Prices(marketImpact: true, some), StringComparer.Ordinal);

        static string Prices(bool marketImpact, params MarketAgent[] agents)
        {
            using var folder = new TemporaryFolder();
            TrainingResult training = new MultiAgentMarketSystem(
                Environment, agents, marketImpact: marketImpact, options: new MultiAgentOptions { Folder = folder.Path }).Train(2);
            Assert.All(agents, agent => Assert.Contains(training.Episodes, row => row.Type == agent.Type && row.WealthChange != 0));
            var book = new CsvTable(folder[RunFolder.BookFile]);
            return string.Join('\n', book.Texts("mid").Zip(book.Texts("last"), book.Texts("volume")));
        }
    }

    [Fact]
    public void Lists_of_names_and_parameters_make_the_same_agents()
    {
        using var folder = new TemporaryFolder();
        var system = new MultiAgentMarketSystem(
            Environment,
            numAgents: 3,
            agentTypes: ["PPO", "rule_based", "mean_reversion"],
            agentParams:
            [
                new Dictionary<string, object>(StringComparer.Ordinal) { ["learningRate"] = 3e-4, ["hiddenSize"] = 8 },
                new Dictionary<string, object>(StringComparer.Ordinal) { ["strategy"] = "momentum", ["meanSize"] = 5 },
                new Dictionary<string, object>(StringComparer.Ordinal),
            ],
            options: new MultiAgentOptions { Folder = folder.Path });

        Assert.Equal(["ppo", "momentum", "mean_reversion"], system.Train(1).Episodes.Select(row => row.Type), StringComparer.Ordinal);
    }

    [Fact]
    public void Lists_of_another_length_and_unknown_names_are_refused_with_what_is_allowed()
    {
        Dictionary<string, object> none = new(StringComparer.Ordinal);
        Dictionary<string, object> misspelt = new(StringComparer.Ordinal) { ["learningRat"] = 1 };
        Dictionary<string, object> negative = new(StringComparer.Ordinal) { ["learningRate"] = -1 };

        Refused("agentTypes has 2 elements; it must have one for each of the 3 agents", 3, ["PPO", "A2C"], [none, none, none]);
        Refused("agentParams has 1 elements; it must have one for each of the 2 agents", 2, ["PPO", "A2C"], [none]);
        Refused("POP is not a known type of agent; did you mean PPO?", 1, ["POP"], [none]);
        Refused("learningRat is not a known parameter; did you mean learningRate?", 1, ["PPO"], [misspelt]);
        Refused("learningRate is -1; it must be between", 1, ["SAC"], [negative]);
        Refused("needs the parameter strategy", 1, ["rule_based"], [none]);
        Refused("agent 1 (rule_based): momentm is not a known type of agent; did you mean momentum?", 2, ["PPO", "rule_based"], [none, new(StringComparer.Ordinal) { ["strategy"] = "momentm" }]);
        Refused("agent 1 (momentum): meanSiz is not a known parameter; did you mean meanSize?", 2, ["PPO", "momentum"], [none, new(StringComparer.Ordinal) { ["meanSiz"] = 5 }]);
        Refused("agent 1 (A2C): its parameters are null", 2, ["PPO", "A2C"], [none, null!]);
        Refused("agent 0 (): its type is null", 1, [null!], [none]);
        Refused("without agents", 0, [], []);
    }

    [Fact]
    public void Wrong_agents_are_refused_where_they_are_made_and_missing_ones_by_their_number()
    {
        Assert.Contains("without agents", Assert.Throws<ArgumentException>(() => new MultiAgentMarketSystem(Environment, [])).Message, StringComparison.Ordinal);
        Assert.Contains("Agent 1 is null", Assert.Throws<ArgumentException>(() => new MultiAgentMarketSystem(Environment, [new LearningAgent("PPO"), null!])).Message, StringComparison.Ordinal);
        Assert.Contains("PO is not a known learning algorithm", Assert.Throws<ArgumentException>(() => new LearningAgent("PO")).Message, StringComparison.Ordinal);
        Assert.Contains("learningRate is -1", Assert.Throws<ArgumentException>(() => new LearningAgent("PPO", learningRate: -1)).Message, StringComparison.Ordinal);
        Assert.Contains("momentun is not a known strategy; did you mean momentum?", Assert.Throws<ArgumentException>(() => new RuleBasedAgent("momentun")).Message, StringComparison.Ordinal);
        Assert.Contains("No agent of the system learns", Assert.Throws<InvalidOperationException>(() => new MultiAgentMarketSystem(Environment, [new RuleBasedAgent("momentum")]).Train(1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiAgentMarketSystem(Environment, [new LearningAgent("PPO")]).Train(0));
    }

    [Fact]
    public void Nothing_is_evaluated_before_it_is_trained() => Assert.Throws<InvalidOperationException>(
        () => new MultiAgentMarketSystem(Environment, [new LearningAgent("PPO")]).Evaluate(1));

    private static void Refused(string message, int count, string[] types, Dictionary<string, object>[] parameters)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new MultiAgentMarketSystem(Environment, count, types, parameters));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
