using System.Globalization;
using System.Text.Json;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Observing;

namespace MarketSim.Cli.LocalClusters;

/// <summary>Node processes on this machine. They end with this process, however it dies; their logs are in a folder.</summary>
internal sealed class LocalNodes : IAsyncDisposable
{
    /// <summary>Longer than a node takes to hand its work over.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    /// <summary>Longer than nodes take to join on a busy machine. A run works with fewer too.</summary>
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly List<LocalProcess> _processes = [];
    private readonly TimeProvider _timeProvider;

    private LocalNodes(string folder, TimeProvider timeProvider)
    {
        Folder = folder;
        _timeProvider = timeProvider;
    }

    /// <summary>The folder of the logs, <c>NAME.log</c> each.</summary>
    public string Folder { get; }

    /// <summary>Starts nodes; those of a cluster of their own have joined when it returns.</summary>
    /// <param name="folder">Made if it does not exist.</param>
    /// <param name="names">One per node.</param>
    /// <exception cref="LocalServerException">A process could not be started.</exception>
    public static async Task<LocalNodes> StartAsync(NodeServices services, IReadOnlyList<string> names, string folder, TimeProvider timeProvider, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var nodes = new LocalNodes(folder, timeProvider);
        try
        {
            int[] ports = LoopbackPorts.Free(names.Count);
            if (services.Seeds is [{ IsLoopback: true } seed, ..] && LoopbackPorts.IsFree(seed.Port))
            {
                // No node of the cluster is there yet: the first of these is the one that forms it.
                ports[0] = seed.Port;
            }

            // Where nodes of a cluster of their own are asked whom they know.
            string[] listens = services.Seeds is null
                ? [.. LoopbackPorts.Free(names.Count).Select(static port => string.Create(CultureInfo.InvariantCulture, $"{NodeServices.Loopback}:{port}"))]
                : [];
            for (int node = 0; node < names.Count; node++)
            {
                LocalProcessStart start = StartOf(services, names[node], ports[node], ports[0], names.Count, folder, listens.ElementAtOrDefault(node));
                nodes._processes.Add(await LocalProcess.StartAsync(start, ct).ConfigureAwait(false));
            }

            await nodes.UntilJoinedAsync(listens, ct).ConfigureAwait(false);
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Done when no node is left, which is not meant to happen.</summary>
    /// <exception cref="LocalServerException">Always; with the last words of one of them.</exception>
    public async Task WhenAllEndedAsync(CancellationToken ct)
    {
        int[] exitCodes = await Task.WhenAll(_processes.Select(process => process.WaitForExitAsync(ct))).ConfigureAwait(false);
        throw new LocalServerException(string.Create(
            CultureInfo.InvariantCulture,
            $"All nodes have ended, the first with exit code {exitCodes[0]}. Their logs are in {Folder}; its last words: {_processes[0].LogTail}"));
    }

    /// <summary>Lets the nodes hand over and end.</summary>
    public Task StopAsync() => Task.WhenAll(_processes.Select(process => process.StopAsync(LocalSignal.Terminate, StopPatience, _timeProvider)));

    /// <summary>Ends at once what has not ended.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (LocalProcess process in _processes)
        {
            await process.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A run that began with fewer would take each of the others in by a new epoch; each node knows of the others a little later than they do themselves.
    private async Task UntilJoinedAsync(IEnumerable<string> listens, CancellationToken ct)
    {
        using var client = new HttpClient { Timeout = JoinPatience };
        long begun = _timeProvider.GetTimestamp();
        foreach (Uri members in listens.Select(static listen => new Uri($"http://{listen}/members")))
        {
            while (!await KnowsAllAsync(members).ConfigureAwait(false) && _timeProvider.GetElapsedTime(begun) < JoinPatience && !_processes.Exists(static process => process.HasExited))
            {
                await Task.Delay(Glance, _timeProvider, ct).ConfigureAwait(false);
            }
        }

        async Task<bool> KnowsAllAsync(Uri members)
        {
            try
            {
                return MembersBody.Parse(await client.GetStringAsync(members, ct).ConfigureAwait(false)).Members.Count >= _processes.Count;
            }
            catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is TaskCanceledException && !ct.IsCancellationRequested))
            {
                // It does not listen yet, or is too busy to answer.
                return false;
            }
        }
    }

    private static LocalProcessStart StartOf(NodeServices services, string name, int port, int first, int count, string folder, string? listen)
    {
        var program = ProgramStart.OfThis();
        int threads = Math.Max(1, Environment.ProcessorCount / count);
        return new LocalProcessStart
        {
            Name = name,
            Folder = folder,
            Program = program.Program,
            Arguments =
            [
                .. program.Arguments, .. services.Arguments(port, first), "--name", name, "--threads", threads.ToString(CultureInfo.InvariantCulture),
                .. listen is null ? Array.Empty<string>() : ["--listen", listen],
            ],
            Environment = services.Environment(),
            OrphanSignal = LocalSignal.Kill,
        };
    }
}
