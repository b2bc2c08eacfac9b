using MarketSim.Agents.Population;
using MarketSim.Environments.Bars;
using MarketSim.Environments.Signals;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Curriculum;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Training;
using MarketSim.Learning.Training.Callbacks;
using MarketSim.Market.Data.Bars;
using MarketSim.Reporting;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.MultiAgent;
using MarketSim.Simulation.Running;

Scenario scenario = ScenarioCatalog.Read("quickstart") with { Seed = 7 };
RunResult run = await SimulationRun.StartAsync(scenario, "runs/seven", new RunOptions { TimeProvider = TimeProvider.System });
Console.WriteLine(run);
foreach (GroupResult group in run.Summary.Groups)
{
    Console.WriteLine($"{group.Name}: profit {group.Profit}, fees {group.Fees}");
}

var marketEnvironment = new MarketEnvironment(volatility: 0.02, noiseLevel: 0.5);
var system = new MultiAgentMarketSystem(marketEnvironment, agents:
[
    new LearningAgent("PPO", learningRate: 3e-4),
    new LearningAgent("A2C", learningRate: 7e-4),
    new LearningAgent("SAC", learningRate: 3e-4),
    new RuleBasedAgent("momentum"),
    new RuleBasedAgent("mean_reversion"),
], competitiveRewards: true, marketImpact: true);
Console.WriteLine(system.Train(numEpisodes: 500));
system.Evaluate(numEpisodes: 20);
system.PlotRewards("rewards.html");

var agent = new HierarchicalRL(new MarketEnvironment(volatility: 0.02, noiseLevel: 0.5), numOptions: 3, metaModelType: "PPO", optionModelType: "PPO");
agent.Train(totalTimesteps: 100_000);
Console.WriteLine(agent.Evaluate(numEpisodes: 10));
agent.PlotOptionUsage("option-usage.html");
agent.Save("trader.model");

var tradingEnvironment = new TradingEnvironment(new TradingSettings { Bars = BarFile.Read("data/bars.csv") });
var imitation = new ImitationLearning(tradingEnvironment, expertDataPath: "data/expert_trades.csv",
    method: "behavioral_cloning", modelType: "lstm", hiddenSizes: [128, 64]);
imitation.Train(epochs: 100, batchSize: 64);
Console.WriteLine(imitation.Evaluate(numEpisodes: 20));
imitation.PlotLearningCurve("imitation.html");

var curriculum = new CurriculumLearning(
    (difficulty, noiseLevel, options) => new MarketEnvironment(volatility: 0.1 + (0.2 * difficulty), noiseLevel: noiseLevel),
    agentType: "PPO", numStages: 5, autoProgression: true, progressionThreshold: 0.7);
curriculum.Train(totalTimesteps: 1_000_000);
curriculum.PlotLearningCurve("curve.html");
curriculum.PlotStageRewards("stages.html");

var academy = new AcademyExperiment(numEpisodes: 150, expert: "momentum", progressionThreshold: 0.7);
Console.WriteLine(academy.Train());
academy.Evaluate(numEpisodes: 200);
academy.PlotRewards("academy.html");

var environments = new VectorEnvironment(8, _ => CartPole.Version1());
var model = new Ppo(environments, new PpoOptions { StepsPerRollout = 32, BatchSize = 256, Epochs = 20, Gamma = 0.98, GaeLambda = 0.8 }, seed: 1);
model.Learn(100_000, new EvaluationCallback(new VectorEnvironment(4, _ => CartPole.Version1()), everySteps: 10_000, bestPath: "best.model"));
EvaluationResult reached = model.Evaluate(new VectorEnvironment(10, _ => CartPole.Version1()), episodes: 100);
model.Save("cartpole.model");
Ppo resumed = Ppo.Resume("cartpole.model", new VectorEnvironment(8, _ => CartPole.Version1()));
