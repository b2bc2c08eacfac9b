using MarketSim.Environments.Bars;
using MarketSim.Environments.Signals;
using MarketSim.Agents.Population;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Curriculum;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Training;
using MarketSim.Learning.Training.Callbacks;
using MarketSim.Simulation.MultiAgent;

namespace MarketSim.Reporting.Tests;

/// <summary>The README's C# about learning is this code, so that it cannot rot. It trains for minutes, so here it is compiled only.</summary>
public sealed class ReadmeExampleTests
{
    [Theory]
    [InlineData(nameof(TrainAgentsAgainstEachOther))]
    [InlineData(nameof(TrainOnAnEnvironment))]
    [InlineData(nameof(TrainByACurriculum))]
    [InlineData(nameof(TrainOnTwoTimeScales))]
    [InlineData(nameof(HoldAnAcademy))]
    [InlineData(nameof(LearnFromAnExpert))]
    public void Readme_shows_the_example_as_it_is(string example)
    {
        string source = File.ReadAllText(SourceTree.PathOf("tests", "MarketSim.Reporting.Tests", "ReadmeExampleTests.cs"));
        const string Body = ")\n    {\n";
        int method = source.IndexOf($"internal static void {example}(", StringComparison.Ordinal);
        int from = source.IndexOf(Body, method, StringComparison.Ordinal) + Body.Length;
        int to = source.IndexOf("\n    }\n", from, StringComparison.Ordinal);
        string code = string.Join('\n', source[from..to].Split('\n').Select(line => line.Length > 8 ? line[8..] : line));

        Assert.Contains($"```csharp\n{code}\n```", File.ReadAllText(SourceTree.PathOf("README.md")), StringComparison.Ordinal);
    }

    internal static void TrainAgentsAgainstEachOther()
    {
        var marketEnvironment = new MarketEnvironment(volatility: 0.02, noiseLevel: 0.5);
        var system = new MultiAgentMarketSystem(marketEnvironment, agents:
        [
            new LearningAgent("PPO", learningRate: 3e-4),
            new LearningAgent("A2C", learningRate: 7e-4),
            new LearningAgent("SAC", learningRate: 3e-4),
            new RuleBasedAgent("momentum"),
            new RuleBasedAgent("mean_reversion"),
        ], competitiveRewards: true, marketImpact: true);
        system.Train(numEpisodes: 500);
        system.Evaluate(numEpisodes: 20);
        system.PlotRewards("rewards.html");
    }

    internal static void TrainOnTwoTimeScales()
    {
        var agent = new HierarchicalRL(new MarketEnvironment(volatility: 0.02, noiseLevel: 0.5), numOptions: 3, metaModelType: "PPO", optionModelType: "PPO");
        agent.Train(totalTimesteps: 100_000);
        EvaluationResult result = agent.Evaluate(numEpisodes: 10);
        agent.PlotOptionUsage("option-usage.html");
        agent.Save("trader.model");
    }

    internal static void LearnFromAnExpert(TradingEnvironment tradingEnvironment)
    {
        var imitation = new ImitationLearning(tradingEnvironment, expertDataPath: "data/expert_trades.csv",
            method: "behavioral_cloning", modelType: "lstm", hiddenSizes: [128, 64]);
        imitation.Train(epochs: 100, batchSize: 64);
        imitation.Evaluate(numEpisodes: 20);
        imitation.PlotLearningCurve("imitation.html");
    }

    internal static void HoldAnAcademy()
    {
        var academy = new AcademyExperiment(numEpisodes: 150, expert: "momentum", progressionThreshold: 0.7);
        academy.Train();
        academy.Evaluate(numEpisodes: 200);
        academy.PlotRewards("academy.html");
    }

    internal static void TrainByACurriculum()
    {
        var curriculum = new CurriculumLearning(
            (difficulty, noiseLevel, options) => new MarketEnvironment(volatility: 0.1 + (0.2 * difficulty), noiseLevel: noiseLevel),
            agentType: "PPO", numStages: 5, autoProgression: true, progressionThreshold: 0.7);
        curriculum.Train(totalTimesteps: 1_000_000);
        curriculum.PlotLearningCurve("curve.html");
        curriculum.PlotStageRewards("stages.html");
    }

    internal static void TrainOnAnEnvironment()
    {
        var environments = new VectorEnvironment(8, _ => CartPole.Version1());
        var model = new Ppo(environments, new PpoOptions { StepsPerRollout = 32, BatchSize = 256, Epochs = 20, Gamma = 0.98, GaeLambda = 0.8 }, seed: 1);
        model.Learn(100_000, new EvaluationCallback(new VectorEnvironment(4, _ => CartPole.Version1()), everySteps: 10_000, bestPath: "best.model"));
        EvaluationResult result = model.Evaluate(new VectorEnvironment(10, _ => CartPole.Version1()), episodes: 100);
        model.Save("cartpole.model");
        Ppo resumed = Ppo.Resume("cartpole.model", new VectorEnvironment(8, _ => CartPole.Version1()));
    }
}
