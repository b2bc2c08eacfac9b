using MarketSim.Scenarios.Reading;
using MarketSim.Scenarios.Tests.Markets;

namespace MarketSim.Scenarios.Tests;

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
}
