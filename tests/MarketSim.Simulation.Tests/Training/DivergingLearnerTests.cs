using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.PolicyTrading.Algorithms;
using MarketSim.Agents.Population;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Running;

namespace MarketSim.Simulation.Tests.Training;

public sealed class DivergingLearnerTests
{
    [Fact]
    public async Task A_learner_that_diverges_is_stopped_and_reported_and_its_last_good_weights_stay()
    {
        using var good = new TemporaryFolder();
        using var diverged = new TemporaryFolder();
        await SimulationRun.StartAsync(Diverging(at: int.MaxValue, episodes: 1), good.Path, SmallMarket.Options());

        RunResult result = await SimulationRun.StartAsync(Diverging(at: 2, episodes: 3), diverged.Path, SmallMarket.Options());

        Assert.Equal(RunStatus.Finished, result.Summary.Status);
        Assert.Contains(result.Summary.Notes, note => note.Contains("shared", StringComparison.Ordinal) && note.Contains("update 2 is not finite", StringComparison.Ordinal));
        Assert.Equal(["1", "1"], new CsvTable(diverged[RunFolder.LearningFile]).Where("policy", "shared").Where("name", "weights_version").Texts("value"), StringComparer.Ordinal);
        Assert.Equal(Tensors(good), Tensors(diverged));
    }

    [Fact]
    public async Task A_learner_that_fails_otherwise_ends_the_run_with_its_message()
    {
        using var folder = new TemporaryFolder();
        Scenario scenario = Diverging(at: 1, episodes: 2, () => new InvalidOperationException("the observation is not a number"));

        RunFailedException exception = await Assert.ThrowsAsync<RunFailedException>(() => SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options()));

        Assert.Contains("the observation is not a number", exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Tensors(TemporaryFolder folder) => TrainingRunTests.Weights(folder)[^64..];

    private static Scenario Diverging(int at, int episodes, Func<Exception>? exception = null)
    {
        Scenario scenario = SmallTraining.Scenario();
        AlgorithmDefinition ppo = AlgorithmCatalog.Find("ppo")!;
        var diverging = ppo with
        {
            CreateLearner = task => new Diverges(ppo.CreateLearner(task), at, exception ?? (() => new LearningDivergedException($"update {at} is not finite"))),
        };
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["decisionInterval"] = "5s", ["hiddenSize"] = "8", ["epochs"] = "2", ["batchSize"] = "16",
        };
        return scenario with
        {
            Training = scenario.Training! with { Episodes = episodes },
            Agents = [.. scenario.Agents.Select(group => group.Agent is LearningAgent { Type: "ppo" }
                ? group with { Agent = new LearningAgent(diverging, "shared", frozen: null, parameters) }
                : group)],
        };
    }

    private sealed class Diverges(ILearner inner, int at, Func<Exception> exception) : ILearner
    {
        private int _updates;

        public string Algorithm => inner.Algorithm;

        public IPolicy Policy => inner.Policy;

        public long Version => inner.Version;

        public int StepsPerUpdate => inner.StepsPerUpdate;

        public long? PlannedSteps
        {
            get => inner.PlannedSteps;
            set => inner.PlannedSteps = value;
        }

        public IReadOnlyList<string> PartNames => inner.PartNames;

        public IReadOnlyDictionary<string, double> Learn(IReadOnlyList<Trajectory> trajectories) =>
            ++_updates == at ? throw exception() : inner.Learn(trajectories);

        public IReadOnlyList<LearnerPart> Save() => inner.Save();

        public void Restore(IReadOnlyList<LearnerPart> parts) => inner.Restore(parts);
    }
}
