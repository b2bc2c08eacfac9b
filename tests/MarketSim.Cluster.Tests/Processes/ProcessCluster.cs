using System.Diagnostics;
using System.Net;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Remoting;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Local;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>
/// Nodes in separate processes, on a SQLite file or a real PostgreSQL: m1 and m2 lead, a1 and a2 host agents, l1 the stand-in learner. Every node keeps
/// its port, as a configured one does.
/// </summary>
public sealed class ProcessCluster : IAsyncLifetime
{
    private static readonly string[] SeedNames = ["m1", "m2", "a1"];

    private readonly Dictionary<string, NodeProcess> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ports = new(StringComparer.Ordinal);
    private readonly List<string> _past = [];
    private readonly TickLog _ticks = new();
    private readonly ProcessStores _stores = new(TestServices.NewFolder("cluster"));
    private int _runs;

    /// <summary>For whatever must happen, on a machine that does other things too.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(5);

    /// <summary>What every process said, for a failing test.</summary>
    public string Transcript => string.Join('\n', _past.Concat(_nodes.Values.Select(node => node.Transcript)));

    internal LocalDatabase Database => _stores.Database;

    /// <summary>The file of the SQLite store.</summary>
    internal string StoreFile => _stores.File;

    internal IClusterStore Store => _stores[Manner.Store];

    /// <summary>Of nodes that do not listen on loopback.</summary>
    internal Dictionary<string, NodePlace> Places { get; } = new(StringComparer.Ordinal);

    private NodeManner Manner { get; set; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (NodeProcess node in _nodes.Values)
        {
            await node.DisposeAsync();
        }

        await _stores.DisposeAsync();
    }

    /// <summary>Sees to it that exactly these nodes run, in this manner, and are one cluster.</summary>
    internal async Task RunNodesAsync(NodeManner manner, params string[] names)
    {
        await _stores.OpenAsync(manner.Store);
        _past.Clear();
        Manner = manner;
        foreach (string name in _nodes.Keys.Where(name => !names.Contains(name, StringComparer.Ordinal) || _nodes[name].Manner != manner || Places.ContainsKey(name)).ToList())
        {
            await RemoveAsync(name);
        }

        if (_nodes.Count == 0)
        {
            // The store remembers the cluster that was killed a moment ago, and the new nodes would wait until it forgets.
            var oldest = new OldestLease(Store, TimeSpan.Zero);
            await oldest.ReleaseAsync(await oldest.ReadAsync() ?? string.Empty);
        }

        await StartNodesAsync(names);
        await AreOneClusterAsync();
    }

    /// <summary>Starts those that are not running, as a system's service manager would, and waits until they are members.</summary>
    internal async Task StartNodesAsync(params string[] names)
    {
        List<Task> members = [];
        foreach (string name in names.Where(name => _nodes.GetValueOrDefault(name) is not { IsAlive: true }))
        {
            await RemoveAsync(name);
            members.Add(Start(name, Manner).HearsAsync(line => line.Contains(" is a member of the cluster as ", StringComparison.Ordinal), Patience));
        }

        try
        {
            await Task.WhenAll(members);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"not all became members\n{Transcript}", exception);
        }
    }

    /// <summary>Starts a node and does not wait for it.</summary>
    internal NodeProcess Start(string name, NodeManner manner)
    {
        NodeProcess node = NodeProcess.Start(
            new NodeStart
            {
                Name = name,
                Roles = RolesOf(name),
                Place = Places.GetValueOrDefault(name, NodePlace.Loopback),
                Port = AddressOf(name).Port,
                Seeds = [.. SeedNames.Select(AddressOf)],
                Store = _stores.ArgumentOf(manner.Store, Places.GetValueOrDefault(name)?.Database),
                DatabasePassword = _stores.Password,
                Manner = manner,
            },
            _ticks.Add);
        _nodes.Add(name, node);
        return node;
    }

    /// <summary>Ends a node without notice, if it runs, and forgets it.</summary>
    internal async Task RemoveAsync(string name)
    {
        if (_nodes.Remove(name, out NodeProcess? node))
        {
            await node.DisposeAsync();
            _past.Add(node.Transcript);
        }
    }

    /// <summary>Waits until every living node sees all of them as members that can be reached, and nobody else.</summary>
    internal Task AreOneClusterAsync() => UntilAsync(
        () =>
        {
            NodeProcess[] alive = [.. _nodes.Values.Where(node => node.IsAlive)];
            return Task.FromResult(alive.All(node => node.Members == (alive.Length, 0)) ? "yes" : null);
        },
        "the nodes are not one cluster");

    /// <summary>Waits until every other living node has one member fewer than there are processes.</summary>
    internal Task ShutOutAsync(string name) => UntilAsync(
        () =>
        {
            NodeProcess[] others = [.. _nodes.Values.Where(node => node.IsAlive && node.Name != name)];
            return Task.FromResult(others.All(node => node.Members.Count == others.Length) ? "yes" : null);
        },
        $"{name} is still a member");

    internal NodeProcess Node(string name) => _nodes[name];

    /// <summary>Submits a run under a new name.</summary>
    internal async Task<ProcessRun> SubmitAsync(FaultMarket market)
    {
        string run = $"run-{++_runs}";
        await Store.SubmitAsync(new RunSubmission(run, market.Yaml, market.Scenario.Digest(), MaxNodes: 0, Sweep: null));
        return new ProcessRun(this, run, market, _ticks);
    }

    /// <summary>Waits until a node that was shut out has joined again since it was started.</summary>
    internal Task JoinsAgainAsync(string name) => UntilAsync(
        () => Task.FromResult(_nodes[name].Transcript.Split(" is a member of the cluster as ").Length > 2 ? "yes" : null), $"{name} did not join again");

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
                // The test has just killed or locked it.
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

    private IPEndPoint AddressOf(string name)
    {
        if (!_ports.TryGetValue(name, out int port))
        {
            _ports.Add(name, port = LoopbackPorts.Free(1)[0]);
        }

        return new IPEndPoint(Places.GetValueOrDefault(name, NodePlace.Loopback).Address, port);
    }
}

[CollectionDefinition(Name)]
public sealed class ProcessClusterCollection : ICollectionFixture<ProcessCluster>, ICollectionFixture<RecuperationTable>
{
    public const string Name = "Cluster of processes";
}
