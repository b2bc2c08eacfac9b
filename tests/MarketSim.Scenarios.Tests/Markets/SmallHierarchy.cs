using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Tests.Markets;

/// <summary>A training of hierarchical agents small enough to be carried out many times: one group that is led together, one whose agents each have choices of their own.</summary>
internal static class SmallHierarchy
{
    public static string Yaml { get; } = new TestMarketYaml("small-hierarchy", seconds: 150)
        .WithNoise()
        .With("""
            name: led
            type: hierarchical
            count: 3
            cash: 1000000
            parameters: { options: 2, optionLength: 5, lead: group, decisionInterval: 3s, hiddenSize: 8, controllerHiddenSize: 8, epochs: 2, controllerEpochs: 2, batchSize: 16, controllerBatchSize: 8 }
            """)
        .WithValue()
        .With("""
            name: each
            type: hierarchical
            count: 2
            cash: 1000000
            parameters: { options: 3, termination: duration, optionLength: 4, optionAlgorithm: a2c, controllerAlgorithm: sac, segment: 6, decisionInterval: 2s, hiddenSize: 8, lstmSize: 4, controllerHiddenSize: 8, controllerBatchSize: 8, learningStarts: 4, intrinsicWeight: 0.1 }
            """)
        .Section("""
            output: { sampleInterval: 10s, bookLevels: 2 }
            training: { episodes: 3, competitiveRewards: true }
            """)
        .Text();

    public static Scenario Scenario(ulong seed = 7, long? everyTicks = null, string? yaml = null)
    {
        Scenario scenario = ScenarioReader.Read(yaml ?? Yaml, "small-hierarchy.yaml");
        return scenario with { Seed = seed, Checkpoint = new ScenarioCheckpoint { EveryTicks = everyTicks, Every = null, Keep = 2 } };
    }
}
