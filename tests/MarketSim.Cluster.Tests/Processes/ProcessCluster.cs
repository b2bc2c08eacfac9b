using System.Diagnostics;
using System.Text;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.Tests.Local;
using MarketSim.Cluster.Tests.Store.Postgres;
using MarketSim.Simulation.Output;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>A real broker, a real database, and nodes in processes of their own: two that lead, two for agents, one for the stand-in learner.</summary>
public sealed class ProcessCluster : IAsyncLifetime
{
    private const string BrokerPassword = "broker-password-of-a-test";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, NodeProcess> _nodes = new(StringComparer.Ordinal);
    private readonly List<SeenTick> _ticks = [];
    private readonly List<string> _past = [];
    private int _runs;

    public LocalBroker Broker { get; private set; } = null!;

    public LocalDatabase Database { get; private set; } = null!;

    internal PostgresClusterStore Store { get; private set; } = null!;

    /// <summary>Floats of the stand-in learner of nodes started from now on.</summary>
    public int StandInFloats { get; set; } = 16 << 10;

    public async Task InitializeAsync()
    {
        Broker = new LocalBroker(new LocalBrokerOptions { Folder = TestServices.NewFolder("broker"), Password = BrokerPassword }, TimeProvider.System);
        Task broker = Broker.StartAsync(CancellationToken.None);
        Database = await PostgresServer.StartAsync(isDurable: true);
        await broker;
        await PostgresSchema.CreateAsync(Database.Options, NullLogger.Instance);
        Store = await PostgresClusterStore.OpenAsync(Database.Options, NullLogger.Instance);
    }

    public async Task DisposeAsync()
    {
        foreach (NodeProcess node in _nodes.Values)
        {
            await node.DisposeAsync();
        }

        await Store.DisposeAsync();
        await Database.DisposeAsync();
        await Broker.DisposeAsync();
    }

    /// <summary>Starts the nodes that are not running.</summary>
    public async Task StartNodesAsync(params string[] names)
    {
        List<Task> connected = [];
        foreach (string name in names.Where(name => _nodes.GetValueOrDefault(name) is not { IsAlive: true }))
        {
            if (_nodes.Remove(name, out NodeProcess? dead))
            {
                _past.Add(dead.Transcript);
                await dead.DisposeAsync();
            }

            NodeProcess node = NodeProcess.Start(name, RolesOf(name), Broker.Port, BrokerPassword, Database.Options.Port, Database.Options.Password!, StandInFloats);
            node.Ticked = tick =>
            {
                lock (_ticks)
                {
                    _ticks.Add(tick);
                }
            };
            _nodes.Add(name, node);
            connected.Add(node.HearsAsync(line => line.Contains(" is connected as ", StringComparison.Ordinal), Patience));
        }

        await Task.WhenAll(connected);
    }

    internal NodeProcess Node(string name) => _nodes[name];

    internal IEnumerable<NodeProcess> Alive => _nodes.Values.Where(node => node.IsAlive);

    /// <summary>The last tick that any leader opened.</summary>
    internal SeenTick LastTick
    {
        get
        {
            lock (_ticks)
            {
                return _ticks.Count == 0 ? default : _ticks[^1];
            }
        }
    }

    /// <summary>What every process said, for a failing test.</summary>
    public string Transcript => string.Join('\n', _past.Concat(_nodes.Values.Select(node => node.Transcript)));

    /// <summary>Submits a run under a new name.</summary>
    internal async Task<string> SubmitAsync(FaultMarket market)
    {
        string run = $"run-{++_runs}";
        lock (_ticks)
        {
            _ticks.Clear();
        }

        await Store.SubmitAsync(new RunSubmission(run, market.Yaml, market.Scenario.Digest(), MostNodes: 0, Sweep: null));
        return run;
    }

    /// <summary>The node that leads the run now.</summary>
    internal async Task<NodeProcess> LeaderAsync(string run)
    {
        string holder = await UntilAsync(async () => (await Store.ReadRunAsync(run))!.Holder, "nobody leads the run");
        return _nodes[holder.Split('#')[0]];
    }

    /// <summary>Waits until a leader has opened a tick after the given one, in the same generation or a later one.</summary>
    internal Task TicksAfterAsync(SeenTick before, long tick) => UntilAsync(
        () => Task.FromResult(LastTick.Generation > before.Generation || LastTick.Tick > tick ? "yes" : null), $"no tick after {before}");

    /// <summary>How long after a moment the first tick of a later generation was opened, and the first one past the tick that was open then.</summary>
    internal async Task<Recuperation> RecuperationAsync(long since, SeenTick before)
    {
        SeenTick[] found = await UntilAsync(
            () =>
            {
                lock (_ticks)
                {
                    SeenTick first = _ticks.Find(tick => tick.At >= since && tick.Generation > before.Generation);
                    SeenTick back = _ticks.Find(tick => tick.At >= since && tick.Generation > before.Generation && tick.Tick >= before.Tick);
                    return Task.FromResult(back.At == 0 ? null : new[] { first, back });
                }
            },
            $"the run did not come back to {before}");
        return new Recuperation(Stopwatch.GetElapsedTime(since, found[0].At), Stopwatch.GetElapsedTime(since, found[1].At));
    }

    /// <summary>Waits until the node carries something of a run.</summary>
    internal Task CarriesAsync(string node) => UntilAsync(
        async () => (await Store.ReadNodesAsync()).Any(record => record.Node.Name == node && record.Load.Seats > 0) ? "yes" : null, $"{node} got nothing to carry");

    internal async Task<RunRecord> EndAsync(string run) => await UntilAsync(
        async () => await Store.ReadRunAsync(run) is { Submission: var _ } record && record.Status != RunStatus.Running ? record : null, $"{run} does not end", TimeSpan.FromMinutes(4));

    internal async Task<byte[]> OutputAsync(string run, string file)
    {
        using var content = new MemoryStream();
        await foreach (ReadOnlyMemory<byte> piece in Store.ReadOutputAsync(run, file))
        {
            content.Write(piece.Span);
        }

        return content.ToArray();
    }

    private static string RolesOf(string name) => name[0] switch
    {
        'm' => "market",
        'a' => "agents",
        _ => "learner",
    };

    private async Task<T> UntilAsync<T>(Func<Task<T?>> look, string otherwise, TimeSpan? patience = null)
        where T : class
    {
        long begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await look() is { } found)
                {
                    return found;
                }
            }
            catch (StoreUnavailableException)
            {
                // The test has just killed it.
            }

            if (Stopwatch.GetElapsedTime(begun) > (patience ?? Patience))
            {
                throw new TimeoutException($"{otherwise}\n{Transcript}");
            }

            await Task.Delay(20);
        }
    }
}

/// <summary>How long a run took after a fault.</summary>
/// <param name="FirstTick">Until it opened a tick again.</param>
/// <param name="SameTick">Until it was back at the tick before the fault.</param>
internal sealed record Recuperation(TimeSpan FirstTick, TimeSpan SameTick);

[CollectionDefinition(Name)]
public sealed class ProcessClusterCollection : ICollectionFixture<ProcessCluster>
{
    public const string Name = "Cluster of processes";
}
