using MarketSim.Scenarios;
using MarketSim.Scenarios.Documents;
using MarketSim.Scenarios.Reading;
using MarketSim.Serving.Doors;

namespace MarketSim.Serving.Tests.Doors;

/// <summary>A server of a test's own, with its runs in a folder of its own.</summary>
internal sealed class OpenDoor : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-door-").FullName;
    private readonly DoorServer _server;

    public OpenDoor(TimeProvider? timeProvider = null, string? token = null, int maximumEnvironments = 1_000, int threads = 2)
    {
        var options = new DoorOptions(token, Path.Combine(_folder, "runs"), threads) { MaximumEnvironments = maximumEnvironments };
        _server = DoorServer.Start(DoorAddress.TryParse($"unix:{_folder}/door.sock")!, options, ReadScenario, timeProvider ?? TimeProvider.System);
    }

    public string Address => _server.Address;

    public DoorServer Server => _server;

    public string PathOf(string run) => Path.Combine(_folder, "runs", run);

    public static ScenarioDocument ReadScenario(string name) =>
        ScenarioCatalog.Contains(name) ? ScenarioDocumentReader.ReadBuiltIn(name) : ScenarioDocumentReader.ReadFile(name);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
