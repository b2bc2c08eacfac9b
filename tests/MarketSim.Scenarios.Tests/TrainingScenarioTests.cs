using MarketSim.Agents.Population;
using MarketSim.Scenarios.Reading;
using MarketSim.Scenarios.Tests.Markets;

namespace MarketSim.Scenarios.Tests;

public sealed class TrainingScenarioTests
{
    [Theory]
    [InlineData("multi-agent-training")]
    [InlineData("arena")]
    [InlineData("deep-book")]
    [InlineData("hierarchical")]
    [InlineData(null)]
    public void Training_scenario_is_read_back_as_it_was_written(string? name)
    {
        Scenario scenario = name is null ? SmallTraining.Scenario() : ScenarioCatalog.Read(name);

        Scenario read = ScenarioReader.Read(ScenarioWriter.Write(scenario), "written.yaml");

        Assert.Equal(ScenarioWriter.Write(scenario), ScenarioWriter.Write(read));
        Assert.Equal(scenario.Training, read.Training);
        Assert.Equal(scenario.Digest(), read.Digest());
    }

    [Fact]
    public void Arena_has_100_learners_of_three_policies_and_1_000_rule_based_agents()
    {
        Scenario arena = ScenarioCatalog.Read("arena");
        ScenarioAgents[] learners = [.. arena.Agents.Where(group => group.Agent is LearningAgent)];

        Assert.Equal((3, 100), (learners.Length, learners.Sum(group => group.Count)));
        Assert.Equal(1_000, arena.AgentCount - 100);
    }

    [Theory]
    [InlineData("episodes: 3", "episodes: 0", "training.episodes is 0; it must be a whole number from 1 to")]
    [InlineData("episodes: 3", "episode: 3", "training.episode is not a known key; did you mean episodes?")]
    [InlineData("episodes: 3", "episodes: 3, mode: fast", "training.mode is fast; it must be lockstep or async")]
    [InlineData("segment: 5", "segmen: 5", "parameters.segmen is not a known parameter; did you mean segment?")]
    [InlineData("decisionInterval: 4s", "decisionInterval: 4s, learningRate: -1", "parameters.learningRate is -1; it must be between")]
    [InlineData("type: a2c", "type: a2d", "a2d is not a known strategy; did you mean a2c?")]
    [InlineData("hiddenSize: 8, epochs: 2, batchSize: 16 }", "hiddenSize: 9, epochs: 2, batchSize: 16 }", "shares policy shared with ppo; groups that share a policy must have the same type, parameters")]
    [InlineData("decisionInterval: 4s", "decisionInterval: 3h", "parameters.decisionInterval is 10800s; it must be at most the session")]
    public void One_mistake_gives_one_message(string found, string replacement, string expected)
    {
        int place = SmallTraining.Yaml.IndexOf(found, StringComparison.Ordinal);
        string yaml = string.Concat(SmallTraining.Yaml.AsSpan(0, place), replacement, SmallTraining.Yaml.AsSpan(place + found.Length));

        ScenarioException exception = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "training.yaml"));

        ScenarioProblem problem = Assert.Single(exception.Problems);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Line > 1);
    }

    [Fact]
    public void Training_in_which_nobody_learns_is_refused()
    {
        string yaml = $"{ScenarioYaml.Right}\ntraining: {{ episodes: 2 }}";

        ScenarioException exception = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, ScenarioYaml.FileName));

        Assert.Equal(ScenarioProblemCode.Conflict, Assert.Single(exception.Problems).Code);
        Assert.Equal(yaml.Split('\n').Length, exception.Problems[0].Line);
    }

    [Fact]
    public void Learners_without_a_training_are_refused()
    {
        string yaml = SmallTraining.Yaml[..SmallTraining.Yaml.IndexOf("training:", StringComparison.Ordinal)];

        ScenarioException exception = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "training.yaml"));

        ScenarioProblem problem = Assert.Single(exception.Problems);
        Assert.Equal(ScenarioProblemCode.Conflict, problem.Code);
        Assert.StartsWith("agents.", problem.Message, StringComparison.Ordinal);
    }
}
