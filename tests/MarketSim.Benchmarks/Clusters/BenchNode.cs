using System.Globalization;
using System.Text.Json;
using MarketSim.Cli.LocalClusters;
using MarketSim.Cluster.Local;

namespace MarketSim.Benchmarks.Clusters;

/// <summary>A node in a separate process, which is measured from outside as an operator would: by its <c>/metrics</c> and <c>/health</c>.</summary>
internal sealed class BenchNode : IAsyncDisposable
{
    private readonly LocalProcess _process;
    private readonly HttpClient _http;

    private BenchNode(string name, LocalProcess process, int port)
    {
        Name = name;
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")) };
    }

    public string Name { get; }

    public static async Task<BenchNode> StartAsync(NodeServices services, string name, string roles, int port, int seedPort, string folder)
    {
        int listen = LoopbackPorts.Free(1)[0];
        var program = ProgramStart.OfThis();
        LocalProcess process = await LocalProcess.StartAsync(
            new LocalProcessStart
            {
                Name = name,
                Folder = folder,
                Program = program.Program,
                Arguments =
                [
                    .. program.Arguments, .. services.Arguments(port, seedPort), "--name", name, "--roles", roles,
                    "--threads", "1", "--listen", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{listen}"),
                ],
                Environment = services.Environment(),
            },
            CancellationToken.None).ConfigureAwait(false);
        return new BenchNode(name, process, listen);
    }

    public async Task<NodeFigures> ReadAsync() => NodeFigures.Parse(await _http.GetStringAsync(new Uri("metrics", UriKind.Relative)).ConfigureAwait(false));

    /// <summary>True when the node is a member of the cluster and registered in the store.</summary>
    /// <exception cref="LocalServerException">Its process has ended.</exception>
    public async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited)
        {
            throw new LocalServerException($"The node {Name} has ended; its last words: {_process.LogTail}");
        }

        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(new Uri("health", UriKind.Relative)).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The position of the run that it leads.</summary>
    /// <returns>Epoch 0 when it leads none; tick -1 before the first of the epoch.</returns>
    public async Task<(long Epoch, long Tick)> LeadAsync()
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri("health", UriKind.Relative)).ConfigureAwait(false);
        using JsonDocument health = JsonDocument.Parse(await answer.Content.ReadAsStringAsync().ConfigureAwait(false));
        JsonElement leads = health.RootElement.GetProperty("leads");
        return leads.GetArrayLength() == 0 ? (0, -1) : (leads[0].GetProperty("epoch").GetInt64(), leads[0].GetProperty("tick").GetInt64());
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync().ConfigureAwait(false);
    }
}
