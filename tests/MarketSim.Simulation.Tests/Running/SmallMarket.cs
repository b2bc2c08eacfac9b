using MarketSim.Agents.Population;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>A market small enough to run many times in a test, and lively enough that every kind of event happens.</summary>
internal static class SmallMarket
{
    private static string Yaml(int seconds) => new TestMarketYaml("small", seconds)
        .WithNoise(60, "8s")
        .WithValue(40)
        .With("""
            name: momentum
            type: momentum
            count: 10
            cash: 1000000
            latency: { median: 5ms, dispersion: 0, jitter: 0ms }
            parameters: { meanInterval: 3s }
            """)
        .Text();

    public static Scenario Scenario(ulong seed = 7, long? everyTicks = null, int seconds = 600)
    {
        Scenario scenario = ScenarioReader.Read(Yaml(seconds), "small.yaml");
        return scenario with { Seed = seed, Checkpoint = new ScenarioCheckpoint { EveryTicks = everyTicks, Every = null, Keep = 2 } };
    }

    public static Scenario With(this Scenario scenario, ScenarioAgents agents) => scenario with { Agents = [.. scenario.Agents, agents] };

    /// <summary>The scenario with all agents executed in one way.</summary>
    public static Scenario As(this Scenario scenario, AgentActors actors) =>
        scenario with { Agents = [.. scenario.Agents.Select(group => group with { Actors = actors })] };

    public static RunOptions Options(int partitions = 2, int threads = 2, Action<RunProgress>? progress = null, CancellationToken interrupt = default) => new()
    {
        TimeProvider = TimeProvider.System,
        Partitions = partitions,
        Threads = threads,
        Progress = progress,
        ProgressInterval = TimeSpan.Zero,
        Interrupt = interrupt,
    };

    /// <summary>Runs to the end in a folder that is deleted again.</summary>
    public static async Task<RunSummary> RunAsync(Scenario scenario, int partitions = 2, int threads = 2)
    {
        using var folder = new TemporaryFolder();
        RunResult result = await SimulationRun.StartAsync(scenario, folder.Path, Options(partitions, threads));
        return result.Summary;
    }
}
