using MarketSim.Learning.Curriculum;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Evaluation;
using MarketSim.Simulation.MultiAgent;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Running;

namespace MarketSim.Simulation.Tests.MultiAgent;

public sealed class AcademyExperimentTests
{
    [Fact]
    public async Task An_academy_from_code_is_that_of_the_scenario_and_tells_its_stages_and_evaluations()
    {
        using var folder = new TemporaryFolder();
        using var reference = new TemporaryFolder();
        var academy = new AcademyExperiment(numEpisodes: 11, options: new MultiAgentOptions { Folder = folder.Path });

        TrainingResult training = academy.Train();
        Scenario built = ScenarioCatalog.Read("academy");
        RunResult run = await SimulationRun.StartAsync(
            built with { Training = built.Training! with { Episodes = 11 } }, reference.Path, SmallMarket.Options(partitions: 3));

        Assert.Equal(run.Summary.Fingerprint, training.Summary.Fingerprint);
        Assert.Equal(run.Summary.StateDigest, training.Summary.StateDigest);
        StageEvaluation evaluation = Assert.Single(academy.Stages);
        Assert.Equal(10, evaluation.Steps);
        Assert.Equal(["a2c", "ppo", "sac", "trader", "trader-controller"], training.Summary.Learners.Select(learner => learner.Policy).Order(StringComparer.Ordinal), StringComparer.Ordinal);

        IReadOnlyList<EvaluatedEpisode> evaluated = academy.Evaluate(numEpisodes: 1);
        Assert.Equal(
            ["buy_and_hold", "flat", "mean_reversion", "momentum", "oracle", "random", "trained", "untrained"],
            evaluated.Where(row => row.Group == "trader").Select(row => row.Policy).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void What_is_not_allowed_is_refused_with_its_rule()
    {
        Assert.Contains("momentum, mean_reversion, noise", Assert.Throws<ArgumentException>(() => new AcademyExperiment(expert: "ppo")).Message, StringComparison.Ordinal);
        Assert.Contains("curriculum.threshold is 1.5; it must be a number from 0 to 1", Assert.Throws<ArgumentException>(() => new AcademyExperiment(progressionThreshold: 1.5)).Message, StringComparison.Ordinal);
        Assert.Contains("at least one stage", Assert.Throws<ArgumentException>(() => new AcademyExperiment(stages: [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AcademyExperiment(numEpisodes: 0));
        Assert.Throws<InvalidOperationException>(() => new AcademyExperiment().Evaluate());
    }

    [Fact]
    public void Stages_of_the_callers_own_are_taken()
    {
        var academy = new AcademyExperiment(stages: [new ScenarioStage("easy") { Latency = 0.5, Agents = new Dictionary<string, int>(StringComparer.Ordinal) { ["momentum"] = 0 } }, new ScenarioStage("hard")]);

        Assert.Equal(["easy", "hard"], academy.Scenario.Curriculum!.Stages.Select(stage => stage.Name), StringComparer.Ordinal);
        Assert.Equal(0, academy.Scenario.Curriculum.Stages[0].Agents["momentum"]);
    }
}
