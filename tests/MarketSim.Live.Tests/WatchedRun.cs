using MarketSim.Results.Recording;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Live.Tests;

/// <summary>A small run in a temporary folder, deleted with it.</summary>
/// <param name="more">Further sections of the scenario.</param>
internal sealed class WatchedRun(string more = "") : IDisposable
{
    public const string Scenario = """
        name: small
        description: A hundred agents for ten minutes.
        seed: 3
        market:
          tickSize: 0.01
          tick: 1s
          open: "09:30:00"
          close: "09:40:00"
          initialPrice: 100.00
          fundamental: { type: constant }
        agents:
          - name: noise
            type: noise
            count: 80
            cash: 100000
            parameters: { meanInterval: 5s }
          - name: value
            type: value
            count: 20
            cash: 100000
            parameters: { meanInterval: 5s }
        output: { sampleInterval: 10s, bookLevels: 10, trades: true }
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("marketsim-live-").FullName;

    public string Folder => Path.Combine(_root, "run");

    public Task<RunResult> StartAsync(IRunObserver? observer, CancellationToken interrupt = default) =>
        SimulationRun.StartAsync(ScenarioReader.Read($"{Scenario}\n{more}\n", "small.yaml"), Folder, OptionsOf(observer, interrupt));

    public Task<RunResult> ResumeAsync(IRunObserver? observer) => SimulationRun.ResumeAsync(Folder, OptionsOf(observer, CancellationToken.None));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static RunOptions OptionsOf(IRunObserver? observer, CancellationToken interrupt) =>
        new() { TimeProvider = TimeProvider.System, Observer = observer, Partitions = 2, Threads = 2, Interrupt = interrupt };
}
