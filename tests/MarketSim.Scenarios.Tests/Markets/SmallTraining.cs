using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Tests.Markets;

/// <summary>A training run small enough to be carried out many times in a test: three short episodes, two policies, one of them shared.</summary>
internal static class SmallTraining
{
    public static string Yaml { get; } = new TestMarketYaml("small-training", seconds: 120)
        .WithNoise()
        .With("""
            name: ppo
            type: ppo
            count: 2
            cash: 1000000
            policy: shared
            parameters: { decisionInterval: 5s, hiddenSize: 8, epochs: 2, batchSize: 16 }
            """)
        .WithValue()
        .With("""
            name: more
            type: ppo
            count: 1
            cash: 1000000
            policy: shared
            parameters: { decisionInterval: 5s, hiddenSize: 8, epochs: 2, batchSize: 16 }
            """)
        .With("""
            name: a2c
            type: a2c
            count: 1
            cash: 1000000
            parameters: { decisionInterval: 4s, segment: 5, hiddenSize: 8, actions: target, lstmSize: 4 }
            """)
        .WithCompetingMomentum()
        .Section("""
            output: { sampleInterval: 10s, bookLevels: 2 }
            training: { episodes: 3, competitiveRewards: true }
            """)
        .Text();

    public static Scenario Scenario(ulong seed = 7, long? everyTicks = null, string? yaml = null)
    {
        Scenario scenario = ScenarioReader.Read(yaml ?? Yaml, "small-training.yaml");
        return scenario with { Seed = seed, Checkpoint = new ScenarioCheckpoint { EveryTicks = everyTicks, Every = null, Keep = 2 } };
    }
}
