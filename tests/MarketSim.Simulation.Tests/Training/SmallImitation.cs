using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Scenarios.Reading;

namespace MarketSim.Simulation.Tests.Training;

/// <summary>Experts and their clones in a market small enough to be carried out many times in a test.</summary>
internal static class SmallImitation
{
    public const string Yaml = """
        name: small-imitation
        seed: 7
        market:
          symbol: SIM
          tickSize: 0.01
          tick: 1s
          open: "09:30:00"
          length: 200s
          initialPrice: 100.00
          fundamental: { type: mean_reverting }
        agents:
          - name: noise
            type: noise
            count: 20
            cash: 1000000
            latency: { median: 20ms, dispersion: 0.8, jitter: 300ms }
            parameters: { meanInterval: 4s }
          - name: value
            type: value
            count: 10
            cash: 1000000
            inventory: 100
            latency: { median: 400ms, dispersion: 1.2, jitter: 800ms }
            parameters: { meanInterval: 5s }
          - name: expert
            type: momentum
            count: 3
            cash: 1000000
            competes: true
            demonstrates: clone
            latency: { median: 50ms }
            parameters: { meanInterval: 4s, arrivals: regular, fastWindow: 2, slowWindow: 6, meanSize: 10, sizeLaw: fixed, maximumPosition: 50, order: market }
          - name: clone
            type: behavioral_cloning
            count: 2
            cash: 1000000
            parameters: { decisionInterval: 4s, orderSize: 10, maximumPosition: 50, hiddenSize: 16, lstmSize: 8, hiddenLayers: 1, epochs: 5, holdOutEvery: 3 }
        output: { sampleInterval: 10s, bookLevels: 2 }
        training: { episodes: 3 }
        """;

    public static Scenario Scenario(ulong seed = 7, long? everyTicks = null, string? yaml = null)
    {
        Scenario scenario = ScenarioReader.Read(yaml ?? Yaml, "small-imitation.yaml");
        return scenario with { Seed = seed, Checkpoint = new ScenarioCheckpoint { EveryTicks = everyTicks, Every = null, Keep = 2 } };
    }
}
