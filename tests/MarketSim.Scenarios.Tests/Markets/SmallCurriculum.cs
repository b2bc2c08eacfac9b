using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Tests.Markets;

/// <summary>A training with a curriculum small enough to be carried out many times: a pupil, an opponent that learns, a rule, and three stages that change everything a stage can change.</summary>
internal static class SmallCurriculum
{
    public static string Yaml { get; } = new TestMarketYaml("small-curriculum", seconds: 100)
        .WithNoise()
        .With("""
            name: pupil
            type: ppo
            count: 2
            cash: 1000000
            parameters: { decisionInterval: 5s, hiddenSize: 8, epochs: 2, batchSize: 16 }
            """)
        .With("""
            name: opponent
            type: a2c
            count: 2
            cash: 1000000
            parameters: { decisionInterval: 4s, segment: 5, hiddenSize: 8, actions: target, lstmSize: 4 }
            """)
        .WithValue()
        .WithCompetingMomentum()
        .Section("""
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
            """)
        .Text();

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
