using System.Globalization;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Serving.Tests.Server;
using MarketSim.Serving.Tests.Python;
using MarketSim.Simulation.Running;

namespace MarketSim.Serving.Tests.Onnx;

/// <summary>The whole way: numpy learns through the environment server, writes ONNX, and the model trades in a market of ours.</summary>
public sealed class PythonPolicyTests : IDisposable
{
    private const double Inventory = 100;

    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-python-policy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PythonFact]
    public async Task Policy_learned_in_Python_sheds_its_inventory_in_a_market_of_ours_and_repeats()
    {
        string model = Path.Combine(_folder, "policy.onnx");
        await using (var server = new RunningServer())
        {
            (int exitCode, string output) = await PythonProgram.RunAsync(server.Address, Path.Combine(PythonProgram.Package, "examples", "policy_gradient.py"), model);
            Assert.True(exitCode == 0, output);
        }

        Scenario scenario = ScenarioReader.Read(Yaml(model), "market.yaml");
        RunResult first = await RunAsync(scenario, "first");
        RunResult again = await RunAsync(scenario, "again");

        Assert.Equal(first.Summary.Fingerprint, again.Summary.Fingerprint);
        Assert.Equal(0, first.Summary.AgentFailures);
        double[] inventories = await InventoriesAsync(first.Folder, "policy");
        Assert.Equal(3, inventories.Length);
        Assert.All(inventories, static inventory => Assert.InRange(inventory, -0.5 * Inventory, 0.5 * Inventory));
    }

    private static async Task<double[]> InventoriesAsync(string folder, string group)
    {
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(folder, RunFolder.AgentsFile));
        string[] columns = lines[0].Split(',');
        int name = Array.IndexOf(columns, "group");
        int inventory = Array.IndexOf(columns, "inventory");
        return [.. lines.Skip(1).Select(static line => line.Split(',')).Where(row => row[name] == group).Select(row => double.Parse(row[inventory], CultureInfo.InvariantCulture))];
    }

    private static string Yaml(string file) => $$"""
        name: beside-ours
        seed: 4
        market:
          tickSize: 0.01
          lotSize: 1
          tick: 1s
          open: "09:30:00"
          length: 10min
          initialPrice: 100
          snapshotLevels: 5
          fundamental: { type: constant }
        agents:
          - { name: noise, type: noise, count: 40, cash: 1000000, latency: { median: 500ms }, parameters: { meanInterval: 5s, meanSize: 20 } }
          - { name: policy, type: onnx, file: "{{file}}", count: 3, cash: 1000000, inventory: {{Inventory.ToString(CultureInfo.InvariantCulture)}}, latency: { median: 100ms }, parameters: { actions: trades, warmUp: 20s, decisionInterval: 2s, decisions: 8 } }
        """;

    private Task<RunResult> RunAsync(Scenario scenario, string name) => SimulationRun.StartAsync(
        scenario, Path.Combine(_folder, name), new RunOptions { TimeProvider = TimeProvider.System, Partitions = 2, Threads = 2 });
}
