using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Scenarios.Reading;

namespace MarketSim.Simulation.Tests.Training;

/// <summary>A training with a curriculum small enough to be carried out many times: a pupil, an opponent that learns, a rule, and three stages that change everything a stage can change.</summary>
internal static class SmallCurriculum
{
    public const string Yaml = """
        name: small-curriculum
        seed: 7
        market:
          symbol: SIM
          tickSize: 0.01
          tick: 1s
          open: "09:30:00"
          length: 100s
          initialPrice: 100.00
          fees: { maker: -0.1bp, taker: 0.3bp }
          fundamental: { type: mean_reverting }
        agents:
          - name: noise
            type: noise
            count: 20
            cash: 1000000
            latency: { median: 20ms, dispersion: 0.8, jitter: 300ms }
            parameters: { meanInterval: 4s }
          - name: pupil
            type: ppo
            count: 2
            cash: 1000000
            parameters: { decisionInterval: 5s, hiddenSize: 8, epochs: 2, batchSize: 16 }
          - name: opponent
            type: a2c
            count: 2
            cash: 1000000
            parameters: { decisionInterval: 4s, segment: 5, hiddenSize: 8, actions: target, lstmSize: 4 }
          - name: value
            type: value
            count: 10
            cash: 1000000
            inventory: 100
            latency: { median: 400ms, dispersion: 1.2, jitter: 800ms }
            parameters: { meanInterval: 5s }
          - name: momentum
            type: momentum
            count: 2
            cash: 1000000
            competes: true
            latency: { median: 5ms }
            parameters: { meanInterval: 3s, fastWindow: 2, slowWindow: 5 }
        output: { sampleInterval: 10s, bookLevels: 2 }
        training: { episodes: 12, competitiveRewards: true }
        curriculum:
          evaluates: pupil
          success: -1000000
          threshold: 0.5
          windowEpisodes: 3
          practiceEpisodes: 2
          replayShare: 0.3
          stages:
            - { name: quiet, volatility: 5%, fees: { taker: 0bp }, agents: { opponent: 0, momentum: 0 } }
            - { name: trend, fundamental: { type: trending }, latency: 50%, agents: { opponent: 1, noise: 12 } }
            - { name: market }
        """;

    public static Scenario Scenario(ulong seed = 7, long? everyTicks = null, string? yaml = null, int? episodes = null, int replicas = 1)
    {
        Scenario scenario = ScenarioReader.Read(yaml ?? Yaml, "small-curriculum.yaml");
        return scenario with
        {
            Seed = seed,
            Checkpoint = new ScenarioCheckpoint { EveryTicks = everyTicks, Every = null, Keep = 2 },
            Training = scenario.Training! with { Episodes = episodes ?? scenario.Training.Episodes, Replicas = replicas },
        };
    }
}
