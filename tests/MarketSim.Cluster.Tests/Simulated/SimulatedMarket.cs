using Akka.Actor;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Tests.StandIns;
using MarketSim.Learning.Algorithms;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Training;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>What runs in the simulated cluster: 20 agents, up to 300 ticks, and a stand-in learner with 64 KB of weights.</summary>
internal static class SimulatedMarket
{
    /// <summary>Different markets that the seeds share.</summary>
    private const int Markets = 8;

    /// <summary>A tenth of the defaults, so that many faults fit into a short run. An answer may be owed for long: a lost frame must be noticed before.</summary>
    public static NodeTimings Timings { get; } = new()
    {
        Report = TimeSpan.FromMilliseconds(100),
        Poll = TimeSpan.FromMilliseconds(50),
        Beat = TimeSpan.FromMilliseconds(60),
        Silence = TimeSpan.FromMilliseconds(300),
        AnswerLimit = TimeSpan.FromMinutes(10),
        Deference = TimeSpan.FromMilliseconds(200),
        ReportLimit = TimeSpan.FromMilliseconds(250),
        Abandonment = TimeSpan.FromMilliseconds(1_500),
        MaxPause = TimeSpan.FromMilliseconds(200),
        Forgetting = TimeSpan.FromSeconds(5),
        Leaving = TimeSpan.FromSeconds(3),
    };

    public static StandInSettings StandIn { get; } = new();

    /// <summary>Everything that takes part beside the partitions: the stand-in, and in a training run the learners.</summary>
    public static IReadOnlyList<ParticipantDefinition> Participants(Scenario scenario) => Participants(scenario, replay: null, trainer: null);

    /// <inheritdoc cref="TrainingParticipants.Of(Scenario, ReplayLog?, Func{ILearner, Props}?)"/>
    public static IReadOnlyList<ParticipantDefinition> Participants(Scenario scenario, ReplayLog? replay, Func<ILearner, Props>? trainer) =>
        [.. StandIn.Definitions(scenario), .. TrainingParticipants.Of(scenario, replay, trainer)];

    /// <summary>The training run of a seed: three short episodes, in which two policies learn and compete with momentum.</summary>
    public static Scenario LearningMarketOf(ulong seed, TrainingMode mode)
    {
        Scenario scenario = Of(seed);
        Scenario learning = ScenarioReader.Read(LearningMarket(60 + (seed % Markets)).Text(), "training.yaml");
        return learning with { Seed = scenario.Seed, Checkpoint = scenario.Checkpoint, Training = learning.Training! with { Mode = mode } };
    }

    /// <summary>The market of a seed, with the checkpoints of the seed.</summary>
    public static Scenario Of(ulong seed)
    {
        ulong market = seed % Markets;
        Scenario scenario = ScenarioReader.Read(Market(230 + (market * 10)).Text(), "simulated.yaml");
        return scenario with { Seed = 100 + market, Checkpoint = CheckpointsOf(new SeededRandom(seed, 4)) };
    }

    private static ScenarioCheckpoint CheckpointsOf(SeededRandom random) => random.Happens(0.3)
        ? new ScenarioCheckpoint { EveryTicks = null, Every = random.Milliseconds(150, 600), Keep = random.Between(1, 3) }
        : new ScenarioCheckpoint { EveryTicks = random.Between(3, 25), Every = null, Keep = random.Between(1, 3) };

    private static TestMarketYaml Market(ulong seconds) => new TestMarketYaml("simulated", (int)seconds)
        .With("""
            name: noise
            type: noise
            count: 9
            cash: 1000000
            latency: { median: 20ms, dispersion: 0.8, jitter: 300ms }
            parameters: { meanInterval: 6s }
            """)
        .With("""
            name: value
            type: value
            count: 7
            cash: 1000000
            inventory: 100
            latency: { median: 400ms, dispersion: 1.2, jitter: 800ms }
            parameters: { meanInterval: 4s }
            """)
        .With("""
            name: momentum
            type: momentum
            count: 3
            cash: 1000000
            latency: { median: 5ms, dispersion: 0, jitter: 0ms }
            parameters: { meanInterval: 3s }
            """)
        .With(StandInSettings.Group)
        .Section("output: { sampleInterval: 20s, bookLevels: 3 }");

    private static TestMarketYaml LearningMarket(ulong seconds) => Market(seconds)
        .With("""
            name: ppo
            type: ppo
            count: 3
            cash: 1000000
            latency: { median: 5ms }
            parameters: { decisionInterval: 4s, hiddenSize: 6, epochs: 2, batchSize: 16 }
            """)
        .With("""
            name: a2c
            type: a2c
            count: 2
            cash: 1000000
            latency: { median: 5ms }
            parameters: { decisionInterval: 3s, segment: 4, hiddenSize: 6, lstmSize: 3 }
            """)
        .With("""
            name: led
            type: hierarchical
            count: 2
            cash: 1000000
            latency: { median: 5ms }
            parameters: { options: 2, optionLength: 3, lead: group, decisionInterval: 4s, hiddenSize: 6, controllerHiddenSize: 6, epochs: 2, controllerEpochs: 2, batchSize: 16, controllerBatchSize: 4 }
            """)
        .Section("training: { episodes: 3, competitiveRewards: true }");
}
