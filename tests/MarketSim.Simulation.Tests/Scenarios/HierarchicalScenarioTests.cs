using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Scenarios.Reading;
using MarketSim.Simulation.Tests.Running;
using MarketSim.Simulation.Tests.Training;

namespace MarketSim.Simulation.Tests.Scenarios;

public sealed class HierarchicalScenarioTests
{
    [Theory]
    [InlineData("options: 2", "options: 0", "parameters.options is 0; it must be between 1 and 64")]
    [InlineData("controllerAlgorithm: sac", "controllerAlgorithm: dqn", "parameters.controllerAlgorithm is dqn; it must be ppo or a2c or sac")]
    [InlineData("termination: duration", "termination: continuous", "parameters.termination is continuous; it must be fixed or duration")]
    [InlineData("optionLength: 5", "optionLenght: 5", "parameters.optionLenght is not a known parameter; did you mean optionLength?")]
    [InlineData("lead: group", "lead: all", "parameters.lead is all; it must be each or group")]
    [InlineData("name: each", "name: led-controller", "agents.led-controller acts by policy led-controller, which is also the name of the controller of policy led")]
    public void One_mistake_gives_one_message(string found, string replacement, string expected)
    {
        string yaml = SmallHierarchy.Yaml.Replace(found, replacement, StringComparison.Ordinal);

        ScenarioException exception = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "hierarchy.yaml"));

        ScenarioProblem problem = Assert.Single(exception.Problems);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Line > 1);
    }

    [Fact]
    public async Task Frozen_agents_act_by_the_weights_of_both_levels()
    {
        using var trained = new TemporaryFolder();
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        await SimulationRun.StartAsync(SmallHierarchy.Scenario(), trained.Path, SmallMarket.Options());
        Scenario frozen = Frozen(trained, controller: "led-controller", withController: true);
        Assert.Equal(ScenarioWriter.Write(frozen), ScenarioWriter.Write(ScenarioReader.Read(ScenarioWriter.Write(frozen), Path.Combine(trained.Path, "again.yaml"))));

        RunResult one = await SimulationRun.StartAsync(frozen, first.Path, SmallMarket.Options(partitions: 1));
        RunResult two = await SimulationRun.StartAsync(frozen with { Checkpoint = frozen.Checkpoint with { EveryTicks = 7 } }, second.Path, SmallMarket.Options(partitions: 3));

        Assert.Equal(one.Summary.Fingerprint, two.Summary.Fingerprint);
        ScenarioException exception = Assert.Throws<ScenarioException>(() => Frozen(trained, controller: "led-controller", withController: false));
        Assert.Contains("frozen.controller is missing; a hierarchical agent that is frozen needs the weights of its controller too", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<ScenarioException>(() => Frozen(trained, controller: "led", withController: true));
        Assert.Contains("led.safetensors", exception.Message, StringComparison.Ordinal);
    }

    private static Scenario Frozen(TemporaryFolder trained, string controller, bool withController)
    {
        string yaml = SmallHierarchy.Yaml[..SmallHierarchy.Yaml.IndexOf("  - name: each", StringComparison.Ordinal)];
        yaml = yaml.Replace(
            "    type: hierarchical\n    count: 3\n",
            $"    type: hierarchical\n    count: 3\n    frozen: {{ file: policies/led.safetensors{(withController ? $", controller: {{ file: policies/{controller}.safetensors }}" : string.Empty)} }}\n",
            StringComparison.Ordinal);
        string path = Path.Combine(trained.Path, "frozen.yaml");
        File.WriteAllText(path, yaml);
        return ScenarioReader.ReadFile(path);
    }
}
