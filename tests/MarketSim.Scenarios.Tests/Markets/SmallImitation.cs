using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Tests.Markets;

/// <summary>Experts and their clones in a market small enough to be carried out many times in a test.</summary>
internal static class SmallImitation
{
    public static string Yaml { get; } = new TestMarketYaml("small-imitation", seconds: 200)
        .WithoutFees()
        .WithNoise()
        .WithValue()
        .With("""
            name: expert
            type: momentum
            count: 3
            cash: 1000000
            competes: true
            demonstrates: clone
            latency: { median: 50ms }
            parameters: { meanInterval: 4s, arrivals: regular, fastWindow: 2, slowWindow: 6, meanSize: 10, sizeDistribution: fixed, maximumPosition: 50, order: market }
            """)
        .With("""
            name: clone
            type: behavioral_cloning
            count: 2
            cash: 1000000
            parameters: { decisionInterval: 4s, orderSize: 10, maximumPosition: 50, hiddenSize: 16, lstmSize: 8, hiddenLayers: 1, epochs: 5, holdOutEvery: 3 }
            """)
        .Section("""
            output: { sampleInterval: 10s, bookLevels: 2 }
            training: { episodes: 3 }
            """)
        .Text();

    public static Scenario Scenario(ulong seed = 7, long? everyTicks = null, string? yaml = null)
    {
        Scenario scenario = ScenarioReader.Read(yaml ?? Yaml, "small-imitation.yaml");
        return scenario with { Seed = seed, Checkpoint = new ScenarioCheckpoint { EveryTicks = everyTicks, Every = null, Keep = 2 } };
    }
}
