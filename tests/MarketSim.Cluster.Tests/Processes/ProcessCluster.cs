using System.Diagnostics;
using System.Net;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.Tests.Local;
using MarketSim.Cluster.Tests.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>A real broker, a real database, and nodes in processes of their own: m1 and m2 lead, a1 and a2 carry agents, l1 the stand-in learner.</summary>
public sealed class ProcessCluster : IAsyncLifetime
{
    private const string BrokerPassword = "broker-password-of-a-test";

    private readonly Dictionary<string, NodeProcess> _nodes = new(StringComparer.Ordinal);
    private readonly List<string> _past = [];
    private readonly TickLog _ticks = new();
    private int _runs;

    /// <summary>For whatever must happen, on a machine that does other things too.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(90);

    public LocalBroker Broker { get; private set; } = null!;

    public LocalDatabase Database { get; private set; } = null!;

    internal PostgresClusterStore Store { get; private set; } = null!;

    /// <summary>What every process said, for a failing test.</summary>
    public string Transcript => string.Join('\n', _past.Concat(_nodes.Values.Select(node => node.Transcript)));

    internal NodePlace OwnPlace => new(new IPEndPoint(IPAddress.Loopback, Broker.Port), new IPEndPoint(IPAddress.Loopback, Database.Options.Port));

    /// <summary>Of nodes that are not where the services are.</summary>
    internal Dictionary<string, NodePlace> Places { get; } = new(StringComparer.Ordinal);

    private static NodeTimings Timings { get; } = new();

    private NodeManner Manner { get; set; } = new();

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

    /// <summary>Sees to it that exactly these nodes run, in this manner.</summary>
    internal async Task RunNodesAsync(NodeManner manner, params string[] names)
    {
        _past.Clear();
        Manner = manner;
        foreach (string name in _nodes.Keys.Where(name => !names.Contains(name, StringComparer.Ordinal) || _nodes[name].Manner != manner || Places.ContainsKey(name)).ToList())
        {
            await RemoveAsync(name);
        }

        await StartNodesAsync(names);

        // Those that were ended without a word are taken for living until they have been silent for a while: a run would be placed on them.
        await UntilAsync(
            async () => (await Store.ReadNodesAsync()).All(node => names.Contains(node.Node.Name, StringComparer.Ordinal) || node.SinceBeat > Timings.Silence) ? "yes" : null,
            "a node that is gone still counts as living");
    }

    /// <summary>Starts those that are not running, as a system's service manager would, and waits until they are connected.</summary>
    internal async Task StartNodesAsync(params string[] names)
    {
        List<Task> connected = [];
        foreach (string name in names.Where(name => _nodes.GetValueOrDefault(name) is not { IsAlive: true }))
        {
            await RemoveAsync(name);
            NodeProcess node = NodeProcess.Start(
                name, RolesOf(name), Places.GetValueOrDefault(name, OwnPlace), Manner, BrokerPassword, Database.Options.Password!, _ticks.Add);
            _nodes.Add(name, node);
            connected.Add(node.HearsAsync(line => line.Contains(" is connected as ", StringComparison.Ordinal), Patience));
        }

        await Task.WhenAll(connected);
    }

    internal NodeProcess Node(string name) => _nodes[name];

    /// <summary>Submits a run under a new name.</summary>
    internal async Task<ProcessRun> SubmitAsync(FaultMarket market)
    {
        string run = $"run-{++_runs}";
        await Store.SubmitAsync(new RunSubmission(run, market.Yaml, market.Scenario.Digest(), MaxNodes: 0, Sweep: null));
        return new ProcessRun(this, run, market, _ticks);
    }

    /// <summary>Waits until a node that lost its connection has had another since it was started.</summary>
    internal Task ConnectsAnewAsync(string name) => UntilAsync(
        () => Task.FromResult(_nodes[name].Transcript.Split(" is connected as ").Length > 2 ? "yes" : null), $"{name} did not connect anew");

    /// <summary>Looks until there is something; a store that is away for now is no answer.</summary>
    internal async Task<T> UntilAsync<T>(Func<Task<T?>> look, string otherwise, TimeSpan? patience = null)
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

    private static string RolesOf(string name) => name[0] switch
    {
        'm' => NodeRoles.Market,
        'a' => NodeRoles.Agents,
        _ => NodeRoles.Learner,
    };

    private async Task RemoveAsync(string name)
    {
        if (_nodes.Remove(name, out NodeProcess? node))
        {
            await node.DisposeAsync();
            _past.Add(node.Transcript);
        }
    }
}

[CollectionDefinition(Name)]
public sealed class ProcessClusterCollection : ICollectionFixture<ProcessCluster>
{
    public const string Name = "Cluster of processes";
}
