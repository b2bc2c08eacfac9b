using MarketSim.Results.Recording;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Live.Tests;

/// <summary>A small run in a temporary folder, deleted with it.</summary>
internal sealed class WatchedRun : IDisposable
{
    private const string Text = """
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
    private readonly Scenario _scenario;

    /// <param name="more">Further sections of the scenario.</param>
    public WatchedRun(string more = "")
        : this(ScenarioReader.Read($"{Text}\n{more}\n", "small.yaml"))
    {
    }

    private WatchedRun(Scenario scenario) => _scenario = scenario;

    /// <summary>A built-in scenario made shorter.</summary>
    /// <param name="changes">A text of its file, and what stands there instead.</param>
    public static WatchedRun OfBuiltIn(string name, params (string Text, string Instead)[] changes)
    {
        string yaml = ScenarioCatalog.Text(name);
        foreach ((string text, string instead) in changes)
        {
            Assert.Contains(text, yaml, StringComparison.Ordinal);
            yaml = yaml.Replace(text, instead, StringComparison.Ordinal);
        }

        return new WatchedRun(ScenarioReader.Read(yaml, $"{name}.yaml"));
    }

    public string Folder => Path.Combine(_root, "run");

    public Task<RunResult> StartAsync(IRunObserver? observer, CancellationToken interrupt = default) =>
        SimulationRun.StartAsync(_scenario, Folder, OptionsOf(observer, interrupt));

    public Task<RunResult> ResumeAsync(IRunObserver? observer) => SimulationRun.ResumeAsync(Folder, OptionsOf(observer, CancellationToken.None));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static RunOptions OptionsOf(IRunObserver? observer, CancellationToken interrupt) =>
        new() { TimeProvider = TimeProvider.System, Observer = observer, Partitions = 2, Threads = 2, Interrupt = interrupt };
}
