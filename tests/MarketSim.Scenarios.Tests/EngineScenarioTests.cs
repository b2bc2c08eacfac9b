using System.Text.RegularExpressions;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Agents.Population;
using MarketSim.Scenarios.Reading;
using MarketSim.Scenarios.Tests.Markets;

namespace MarketSim.Scenarios.Tests;

public sealed class EngineScenarioTests
{
    [Fact]
    public void Engine_and_device_of_a_learner_are_read_back_as_they_were_written()
    {
        Scenario scenario = ScenarioReader.Read(WithKeys("engine: torch\n    device: cuda"), "training.yaml");

        Scenario read = ScenarioReader.Read(ScenarioWriter.Write(scenario), "written.yaml");

        Assert.Equal(new EngineChoice("torch", "cuda"), EngineOf(read));
        Assert.Equal(scenario.Digest(), read.Digest());
    }

    [Fact]
    public void Engine_decides_the_result_and_the_default_written_out_does_not()
    {
        string digest = SmallTraining.Scenario().Digest();

        Assert.Equal(digest, ScenarioReader.Read(WithKeys("engine: managed\n    device: cpu"), "training.yaml").Digest());
        Assert.NotEqual(digest, ScenarioReader.Read(WithKeys("engine: torch"), "training.yaml").Digest(), StringComparer.Ordinal);
    }

    [Fact]
    public void Learner_keeps_its_engine_when_it_is_named_frozen_and_unfrozen()
    {
        var agent = new LearningAgent("ppo") { Engine = EngineChoice.Torch };

        Assert.Equal(EngineChoice.Torch, agent.Named("other").Freeze(new FrozenPolicy("none", string.Empty, default)).Unfreeze().Engine);
        Assert.False(agent.CanShareWith(new LearningAgent("ppo")));
    }

    [Theory]
    [InlineData("engine: tensorflow", "engine is tensorflow; it must be managed or torch")]
    [InlineData("engine: torch\n    device: gpu", "device is gpu; it must be cpu or cuda")]
    [InlineData("device: cuda", "device: cuda needs engine: torch")]
    public void Engine_that_there_is_not_is_refused_by_its_line(string keys, string expected)
    {
        ScenarioException exception = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(WithKeys(keys), "training.yaml"));

        ScenarioProblem problem = exception.Problems[0];
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Line > 1);
    }

    [Fact]
    public void Engine_of_a_group_of_rules_is_an_unknown_key()
    {
        string yaml = SmallTraining.Yaml.Replace("type: noise", "type: noise\n    engine: torch", StringComparison.Ordinal);

        ScenarioProblem problem = Assert.Single(Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "training.yaml")).Problems);
        Assert.Equal(ScenarioProblemCode.UnknownKey, problem.Code);
        Assert.Contains(".engine ", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>What a learner sees and reads it with, and what does not go together.</summary>
    [Theory]
    [InlineData("", "network: lob-cnn", "network is lob-cnn, which reads the order book; say observation: book too")]
    [InlineData("", "observation: book, bookLevels: 5, network: transformer", "network is one that the managed engine does not know; say engine: torch")]
    [InlineData("engine: torch", "observation: book, bookLevels: 5, network: lob-cnn, lstmSize: 5", "lstmSize is given, and network reads the past from the observation")]
    [InlineData("engine: torch", "observation: book, bookLevels: 5, network: lob-cnn, networkSize: 10", "networkSize is 10; it must be a multiple of 4")]
    [InlineData("", "observation: book, bookLevels: 40", "parameters.bookLevels is 40; it must be at most market.snapshotLevels, which is")]
    [InlineData("", "observation: tape", "parameters.observation is tape; it must be flat or book")]
    public void Network_and_observation_that_do_not_go_together_give_one_message(string keys, string parameters, string expected)
    {
        ScenarioException exception = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(OfReader(keys, parameters), "training.yaml"));

        Assert.Contains(expected, Assert.Single(exception.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_of_the_book_is_written_and_read_back_and_others_are_written_as_before()
    {
        Scenario scenario = ScenarioReader.Read(OfReader("engine: torch", "observation: book, bookLevels: 5, bookSnapshots: 4, network: lob-cnn, networkSize: 8"), "training.yaml");
        string text = ScenarioWriter.Write(scenario);

        Assert.Equal(text, ScenarioWriter.Write(ScenarioReader.Read(text, "written.yaml")));
        Assert.Equal(MarketObserver.Names.Length + (5 * 4 * 4), AgentOf(scenario).ObservationSpace.Size);
        Assert.True(AgentOf(scenario).ActsOnTorch && scenario.NeedsTorch);
        Assert.DoesNotContain("observation:", ScenarioWriter.Write(SmallTraining.Scenario()), StringComparison.Ordinal);
    }

    private static LearningAgent AgentOf(Scenario scenario) => (LearningAgent)scenario.Agents.Single(group => group.Name == "a2c").Agent;

    /// <summary>The small training with keys, and parameters before the others, in the group a2c.</summary>
    private static string OfReader(string keys, string parameters)
    {
        // The group has an LSTM, which does not go with a network that reads the past.
        string yaml = Regex.Replace(WithKeys(keys), ", lstmSize: [0-9]+", string.Empty, RegexOptions.None, TimeSpan.FromSeconds(5));
        const string begin = "parameters: { ";
        int place = yaml.IndexOf(begin, yaml.IndexOf("type: a2c", StringComparison.Ordinal), StringComparison.Ordinal) + begin.Length;
        return yaml.Insert(place, parameters + ", ");
    }

    private static EngineChoice EngineOf(Scenario scenario) => ((LearningAgent)scenario.Agents.Single(group => group.Name == "a2c").Agent).Engine;

    /// <summary>The small training with keys in the group a2c.</summary>
    private static string WithKeys(string keys)
    {
        const string type = "type: a2c\n";
        int place = SmallTraining.Yaml.IndexOf(type, StringComparison.Ordinal) + type.Length;
        return SmallTraining.Yaml.Insert(place, $"    {keys}\n");
    }
}
