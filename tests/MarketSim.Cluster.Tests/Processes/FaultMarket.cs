using System.Collections.Concurrent;
using MarketSim.Cluster.Tests.Local;
using MarketSim.Cluster.Tests.StandIns;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Training;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>A market for faults, with a stand-in learner, and what comes of it without any.</summary>
internal sealed class FaultMarket
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<(RunSummary Summary, byte[] Trades)>>> Expected = new(StringComparer.Ordinal);

    private FaultMarket(TestMarketYaml yaml)
        : this(yaml.Text())
    {
    }

    private FaultMarket(string yaml)
    {
        Scenario = ScenarioReader.Read(yaml, "fault-market.yaml");
        Yaml = ScenarioWriter.Write(Scenario);
    }

    public Scenario Scenario { get; }

    public string Yaml { get; }

    /// <param name="ticks">Nearly all of them are opened.</param>
    public static FaultMarket Of(int ticks, string checkpointEvery = "5s") => new(MarketOf("faults", seed: 11, ticks, checkpointEvery).With(StandInSettings.Group));

    /// <summary>A training: five learners of three policies and a rule that competes with them, over several episodes.</summary>
    /// <param name="ticks">Of an episode; nearly all of them are opened.</param>
    public static FaultMarket LearningMarket(int episodes, int ticks, string checkpointEvery = "5s") =>
        new(LearningMarketOf(ticks, checkpointEvery).Section($"training: {{ episodes: {episodes}, competitiveRewards: true }}"));

    /// <summary>The same training, waiting for the updates of a stand-in, which bound its pace.</summary>
    public static FaultMarket PacedLearningMarket(int episodes, int ticks, string checkpointEvery = "5s") =>
        new(LearningMarketOf(ticks, checkpointEvery).With(StandInSettings.Group).Section($"training: {{ episodes: {episodes}, competitiveRewards: true }}"));

    /// <summary>A training of hierarchical agents: two groups, of which one is led together.</summary>
    /// <param name="ticks">Of an episode; nearly all of them are opened.</param>
    public static FaultMarket Hierarchy(int episodes, int ticks, string checkpointEvery = "5s") => new(MarketOf("hierarchy", seed: 14, ticks, checkpointEvery)
        .With("""
            name: led
            type: hierarchical
            count: 3
            cash: 1000000
            latency: { median: 5ms }
            parameters: { options: 3, optionLength: 10, lead: group, decisionInterval: 1s, segment: 16 }
            """)
        .With("""
            name: each
            type: hierarchical
            count: 2
            cash: 1000000
            latency: { median: 5ms }
            parameters: { options: 2, termination: duration, optionLength: 4, controllerAlgorithm: a2c, decisionInterval: 1s, lstmSize: 8 }
            """)
        .Section($$"""
            training: { episodes: {{episodes}}, competitiveRewards: true }
            """));

    /// <summary>A training with a curriculum, hierarchical agents that it evaluates, an opponent that learns and two replicas of the market.</summary>
    /// <param name="ticks">Of an episode; nearly all of them are opened.</param>
    public static FaultMarket Stages(int episodes, int ticks, string checkpointEvery = "5s") => new(MarketOf("stages", seed: 15, ticks, checkpointEvery)
        .With("""
            name: led
            type: hierarchical
            count: 2
            cash: 1000000
            latency: { median: 5ms }
            parameters: { options: 2, optionLength: 10, lead: group, decisionInterval: 1s, segment: 16 }
            """)
        .With("""
            name: opponent
            type: ppo
            count: 2
            cash: 1000000
            latency: { median: 5ms }
            parameters: { decisionInterval: 1s }
            """)
        .With("""
            name: momentum
            type: momentum
            count: 2
            cash: 1000000
            competes: true
            parameters: { meanInterval: 5s }
            """)
        .Section($$"""
            training: { episodes: {{episodes}}, replicas: 2 }
            curriculum:
              evaluates: led
              success: -1000000
              windowEpisodes: 4
              practiceEpisodes: 1
              replayShare: 0.3
              stages:
                - { name: quiet, volatility: 5%, latency: 50%, fees: { taker: 0bp }, agents: { opponent: 0, momentum: 0 } }
                - { name: rivals, agents: { momentum: 1 } }
                - { name: market }
            """));

    /// <summary>The first episodes of the academy: learners that begin as clones, a curriculum, a meta-controller and five learners. What is built in is not the scenario's business here, so trades are kept.</summary>
    public static FaultMarket Academy(int episodes, string checkpointEvery) => new(
        ScenarioWriter.Write(ScenarioCatalog.Read("academy") switch
        {
            var built => built with
            {
                Training = built.Training! with { Episodes = episodes },
                Output = built.Output with { Trades = true },
                Checkpoint = new ScenarioCheckpoint { Every = TimeSpan.Parse(checkpointEvery, System.Globalization.CultureInfo.InvariantCulture) },
            },
        }));

    /// <summary>The same training beside the market, and a stand-in, whose updates bound its pace.</summary>
    public static FaultMarket LearningMarketBeside(int episodes, int ticks, string checkpointEvery) =>
        new(LearningMarketOf(ticks, checkpointEvery).With(StandInSettings.Group).Section($"training: {{ episodes: {episodes}, mode: async, competitiveRewards: true }}"));

    /// <summary>A few agents, of whom some act in nearly every tick: many ticks in little time.</summary>
    public static FaultMarket Tiny(int ticks) => new(new TestMarketYaml("many-ticks", seconds: 0) { Seed = 12, Tick = "10ms", Length = $"{ticks}0ms" }
        .With("""
            name: noise
            type: noise
            count: 8
            cash: 1000000
            latency: { median: 2ms, dispersion: 0.8, jitter: 3ms }
            parameters: { meanInterval: 25ms }
            """)
        .With(StandInSettings.Group)
        .Section("checkpoint: { every: 5s }"));

    /// <summary>The result in one process, without a fault; computed once for each market.</summary>
    public Task<(RunSummary Summary, byte[] Trades)> ExpectedAsync(int standInFloats) => Expected
        .GetOrAdd($"{standInFloats}\n{Yaml}", _ => new Lazy<Task<(RunSummary Summary, byte[] Trades)>>(() => RunAsync(standInFloats)))
        .Value;

    /// <summary>For runs in one process: participants as the nodes have them, but without pauses, which change nothing.</summary>
    public static RunOptions OptionsOf(int standInFloats)
    {
        var standIn = new StandInSettings { Floats = standInFloats, EveryTicks = 200, SlicePause = TimeSpan.FromMilliseconds(1) };
        return new RunOptions
        {
            TimeProvider = TimeProvider.System,
            Participants = (scenario, replay) => [.. standIn.Definitions(scenario), .. TrainingParticipants.Of(scenario, replay)],
        };
    }

    /// <summary>A market with its background agents; further groups and sections come behind it.</summary>
    private static TestMarketYaml MarketOf(string name, int seed, int ticks, string checkpointEvery) =>
        new TestMarketYaml(name, seconds: 0) { Seed = seed, Tick = "100ms", Length = $"{ticks}00ms" }
            .With("""
                name: noise
                type: noise
                count: 60
                cash: 1000000
                latency: { median: 20ms, dispersion: 0.8, jitter: 30ms }
                parameters: { meanInterval: 8s }
                """)
            .With("""
                name: value
                type: value
                count: 40
                cash: 1000000
                inventory: 100
                latency: { median: 40ms, dispersion: 1.2, jitter: 80ms }
                parameters: { meanInterval: 5s }
                """)
            .Section($"checkpoint: {{ every: {checkpointEvery} }}");

    private static TestMarketYaml LearningMarketOf(int ticks, string checkpointEvery) => MarketOf("training", seed: 13, ticks, checkpointEvery)
        .With("""
            name: ppo
            type: ppo
            count: 2
            cash: 1000000
            latency: { median: 5ms }
            parameters: { decisionInterval: 1s, segment: 16 }
            """)
        .With("""
            name: a2c
            type: a2c
            count: 2
            cash: 1000000
            latency: { median: 5ms }
            parameters: { decisionInterval: 1s, segment: 8, lstmSize: 16 }
            """)
        .With("""
            name: sac
            type: sac
            count: 1
            cash: 1000000
            latency: { median: 5ms }
            parameters: { decisionInterval: 1s, actions: target }
            """)
        .With("""
            name: momentum
            type: momentum
            count: 1
            cash: 1000000
            competes: true
            parameters: { meanInterval: 5s }
            """);

    private async Task<(RunSummary Summary, byte[] Trades)> RunAsync(int standInFloats)
    {
        string folder = TestServices.NewFolder("expected");
        try
        {
            RunResult result = await SimulationRun.StartAsync(Scenario, folder, OptionsOf(standInFloats));
            return (result.Summary, await File.ReadAllBytesAsync(Path.Combine(folder, RunFolder.TradesFile)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
