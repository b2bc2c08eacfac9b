using MarketSim.Agents.Population;
using MarketSim.Simulation.Results;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Scenarios.Reading;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>A market small enough to run many times in a test, and lively enough that every kind of event happens.</summary>
internal static class SmallMarket
{
    private const string Yaml = """
        name: small
        seed: 7
        market:
          symbol: SIM
          tickSize: 0.01
          tick: 1s
          open: "09:30:00"
          length: 600s
          initialPrice: 100.00
          fees: { maker: -0.1bp, taker: 0.3bp }
          fundamental: { type: mean_reverting }
        agents:
          - name: noise
            type: noise
            count: 60
            cash: 1000000
            latency: { median: 20ms, dispersion: 0.8, jitter: 300ms }
            parameters: { meanInterval: 8s }
          - name: value
            type: value
            count: 40
            cash: 1000000
            inventory: 100
            latency: { median: 400ms, dispersion: 1.2, jitter: 800ms }
            parameters: { meanInterval: 5s }
          - name: momentum
            type: momentum
            count: 10
            cash: 1000000
            latency: { median: 5ms, dispersion: 0, jitter: 0ms }
            parameters: { meanInterval: 3s }
        """;

    public static Scenario Scenario(ulong seed = 7, long? everyTicks = null, int seconds = 600)
    {
        Scenario scenario = ScenarioReader.Read(Yaml.Replace("600s", $"{seconds}s", StringComparison.Ordinal), "small.yaml");
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
