using MarketSim.Scenarios;
using MarketSim.Scenarios.Documents;
using MarketSim.Scenarios.Reading;
using MarketSim.Serving.Server;

namespace MarketSim.Serving.Tests.Server;

/// <summary>A server of a test's own, with its runs in a separate folder.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-server-").FullName;
    private readonly EnvironmentServer _server;

    public RunningServer(TimeProvider? timeProvider = null, string? token = null, int maximumEnvironments = 1_000, int threads = 2)
    {
        var options = new EnvironmentServerOptions(token, Path.Combine(_folder, "runs"), threads) { MaximumEnvironments = maximumEnvironments };
        _server = EnvironmentServer.Start(ServerAddress.TryParse($"unix:{_folder}/server.sock")!, options, ReadScenario, timeProvider ?? TimeProvider.System);
    }

    public string Address => _server.Address;

    public EnvironmentServer Server => _server;

    public string PathOf(string run) => Path.Combine(_folder, "runs", run);

    public static ScenarioDocument ReadScenario(string name) =>
        ScenarioCatalog.Contains(name) ? ScenarioDocumentReader.ReadBuiltIn(name) : ScenarioDocumentReader.ReadFile(name);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
