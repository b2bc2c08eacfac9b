using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Running;

namespace MarketSim.Simulation.Tests.Training;

/// <summary>Policies that one run has trained act in another scenario, and do not learn there.</summary>
public sealed class FrozenPolicyTests
{
    [Fact]
    public async Task Learners_without_a_training_are_refused_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        string run = Path.Combine(folder.Path, "run");

        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(
            () => SimulationRun.StartAsync(SmallTraining.Scenario() with { Training = null }, run, SmallMarket.Options()));

        Assert.Contains("the scenario has no Training", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(run));
    }

    [Fact]
    public async Task Saved_policy_is_frozen_in_another_scenario_and_a_file_of_another_shape_is_refused()
    {
        using var folder = new TemporaryFolder();
        await SimulationRun.StartAsync(SmallTraining.Scenario(), folder.Path, SmallMarket.Options());
        string file = Path.Combine(folder.Path, "policies", "shared.safetensors");
        string frozen = SmallTraining.Yaml.Replace("policy: shared", $"policy: shared\n    frozen: {{ file: {file} }}", StringComparison.Ordinal);

        Scenario scenario = ScenarioReader.Read(frozen, Path.Combine(folder.Path, "frozen.yaml"));
        RunSummary summary = await SmallMarket.RunAsync(scenario);

        Assert.Equal(["a2c"], summary.Learners.Select(learner => learner.Policy), StringComparer.Ordinal);
        Assert.Equal(ScenarioWriter.Write(scenario), ScenarioWriter.Write(ScenarioReader.Read(ScenarioWriter.Write(scenario), "written.yaml")));
        ScenarioException exception = Assert.Throws<ScenarioException>(
            () => ScenarioReader.Read(frozen.Replace("hiddenSize: 8, epochs", "hiddenSize: 7, epochs", StringComparison.Ordinal), "frozen.yaml"));
        Assert.Contains("frozen", exception.Message, StringComparison.Ordinal);
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
