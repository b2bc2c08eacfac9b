using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Agents.Population;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Tests.Training;

namespace MarketSim.Simulation.Tests.Scenarios;

public sealed class EngineScenarioTests
{
    [Fact]
    public void Engine_and_device_of_a_learner_are_read_back_as_they_were_written()
    {
        Scenario scenario = ScenarioReader.Read(WithKeys("engine: torch\n    device: cuda"), "school.yaml");

        Scenario read = ScenarioReader.Read(ScenarioWriter.Write(scenario), "written.yaml");

        Assert.Equal(new EngineChoice("torch", "cuda"), EngineOf(read));
        Assert.Equal(scenario.Digest(), read.Digest());
    }

    [Fact]
    public void Engine_decides_the_result_and_the_default_written_out_does_not()
    {
        string digest = SmallSchool.Scenario().Digest();

        Assert.Equal(digest, ScenarioReader.Read(WithKeys("engine: managed\n    device: cpu"), "school.yaml").Digest());
        Assert.NotEqual(digest, ScenarioReader.Read(WithKeys("engine: torch"), "school.yaml").Digest(), StringComparer.Ordinal);
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
        ScenarioException exception = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(WithKeys(keys), "school.yaml"));

        ScenarioProblem problem = exception.Problems[0];
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Line > 1);
    }

    [Fact]
    public void Engine_of_a_group_of_rules_is_an_unknown_key()
    {
        string yaml = SmallSchool.Yaml.Replace("type: noise", "type: noise\n    engine: torch", StringComparison.Ordinal);

        Assert.Contains("engine is not a known key", Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "school.yaml")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("managed", 64, false)]
    [InlineData("managed", 512, true)]
    [InlineData("torch", 64, true)]
    [InlineData("torch", 512, false)]
    public void Run_notes_a_learner_on_the_slower_engine(string engine, int width, bool isNoted)
    {
        string yaml = WithKeys($"engine: {engine}").Replace("hiddenSize: 8", $"hiddenSize: {width}", StringComparison.Ordinal);

        IReadOnlyList<string> notes = RunNotes.Of(ScenarioReader.Read(yaml, "school.yaml"));

        Assert.Equal(isNoted, notes.Any(note => note.Contains($"group a2c could be faster: it has {width} units a layer", StringComparison.Ordinal)));
    }

    private static EngineChoice EngineOf(Scenario scenario) => ((LearningAgent)scenario.Agents.Single(group => group.Name == "a2c").Agent).Engine;

    /// <summary>The small school with keys in the group a2c.</summary>
    private static string WithKeys(string keys)
    {
        const string type = "type: a2c\n";
        int place = SmallSchool.Yaml.IndexOf(type, StringComparison.Ordinal) + type.Length;
        return SmallSchool.Yaml.Insert(place, $"    {keys}\n");
    }
}
