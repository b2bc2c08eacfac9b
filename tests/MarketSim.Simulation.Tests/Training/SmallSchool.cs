using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Scenarios.Reading;

namespace MarketSim.Simulation.Tests.Training;

/// <summary>A training run small enough to be carried out many times in a test: three short episodes, two policies, one of them shared.</summary>
internal static class SmallSchool
{
    public const string Yaml = """
        name: small-school
        seed: 7
        market:
          symbol: SIM
          tickSize: 0.01
          tick: 1s
          open: "09:30:00"
          length: 120s
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
          - name: ppo
            type: ppo
            count: 2
            cash: 1000000
            policy: shared
            parameters: { decisionInterval: 5s, hiddenSize: 8, epochs: 2, batchSize: 16 }
          - name: value
            type: value
            count: 10
            cash: 1000000
            inventory: 100
            latency: { median: 400ms, dispersion: 1.2, jitter: 800ms }
            parameters: { meanInterval: 5s }
          - name: more
            type: ppo
            count: 1
            cash: 1000000
            policy: shared
            parameters: { decisionInterval: 5s, hiddenSize: 8, epochs: 2, batchSize: 16 }
          - name: a2c
            type: a2c
            count: 1
            cash: 1000000
            parameters: { decisionInterval: 4s, segment: 5, hiddenSize: 8, actions: target, lstmSize: 4 }
          - name: momentum
            type: momentum
            count: 2
            cash: 1000000
            competes: true
            latency: { median: 5ms }
            parameters: { meanInterval: 3s, fastWindow: 2, slowWindow: 5 }
        output: { sampleInterval: 10s, bookLevels: 2 }
        training: { episodes: 3, competitiveRewards: true }
        """;

    public static Scenario Scenario(ulong seed = 7, long? everyTicks = null, string? yaml = null)
    {
        Scenario scenario = ScenarioReader.Read(yaml ?? Yaml, "small-school.yaml");
        return scenario with { Seed = seed, Checkpoint = new ScenarioCheckpoint { EveryTicks = everyTicks, Every = null, Keep = 2 } };
    }
}
