using MarketSim.Cluster.Tests.Local;
using MarketSim.Cluster.Tests.StandIns;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>A market for faults, with a stand-in learner, and what comes of it without any.</summary>
internal sealed class FaultMarket
{
    private FaultMarket(string yaml)
    {
        Scenario = ScenarioReader.Read(yaml, "fault-market.yaml");
        Yaml = ScenarioWriter.Write(Scenario);
    }

    public Scenario Scenario { get; }

    public string Yaml { get; }

    /// <param name="ticks">Nearly all of them are opened.</param>
    public static FaultMarket Of(int ticks, string checkpointEvery = "5s") => new($$"""
        name: faults
        seed: 11
        checkpoint: { every: {{checkpointEvery}} }
        market:
          symbol: SIM
          tickSize: 0.01
          tick: 100ms
          open: "09:30:00"
          length: {{ticks}}00ms
          initialPrice: 100.00
          fees: { maker: -0.1bp, taker: 0.3bp }
          fundamental: { type: mean_reverting }
        agents:
          - name: noise
            type: noise
            count: 60
            cash: 1000000
            latency: { median: 20ms, dispersion: 0.8, jitter: 30ms }
            parameters: { meanInterval: 8s }
          - name: value
            type: value
            count: 40
            cash: 1000000
            inventory: 100
            latency: { median: 40ms, dispersion: 1.2, jitter: 80ms }
            parameters: { meanInterval: 5s }
        {{StandInSettings.GroupYaml}}
        """);

    /// <summary>The result in one process, without a fault.</summary>
    public async Task<(RunSummary Summary, byte[] Trades)> ExpectedAsync(int standInFloats)
    {
        string folder = TestServices.NewFolder("expected");
        try
        {
            RunResult result = await SimulationRun.StartAsync(Scenario, folder, new RunOptions
            {
                TimeProvider = TimeProvider.System,
                Participants = StandIns(standInFloats).Definitions,
            });
            return (result.Summary, await File.ReadAllBytesAsync(Path.Combine(folder, RunFolder.TradesFile)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>As the processes have it.</summary>
    private static StandInSettings StandIns(int floats) => new() { Floats = floats, EveryTicks = 200, SlicePause = TimeSpan.FromMilliseconds(2) };
}
