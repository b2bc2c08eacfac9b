using System.Globalization;
using MarketSim.Cli.LocalClusters;
using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Sqlite;
using MarketSim.Results;
using MarketSim.Scenarios;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Benchmarks.Clusters;

/// <summary>A store in a file and two nodes in separate processes: one leads runs and holds their markets, the other hosts their agents.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private const string MarketRoles = "market";
    private const string AgentRoles = "agents,learner";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    private readonly string _folder;
    private readonly NodeServices _services;
    private readonly int _seedPort = LoopbackPorts.Free(1)[0];
    private readonly TimeProvider _timeProvider;
    private readonly string _marketRoles;
    private readonly string _agentRoles;
    private int _nodes;
    private int _runs;

    private BenchCluster(string folder, NodeServices services, SqliteClusterStore store, TimeProvider timeProvider, string marketRoles, string agentRoles)
    {
        _folder = folder;
        _services = services;
        _timeProvider = timeProvider;
        _marketRoles = marketRoles;
        _agentRoles = agentRoles;
        Store = store;
    }

    public SqliteClusterStore Store { get; }

    /// <summary>Goes with the cluster.</summary>
    public string Folder => _folder;

    public BenchNode Market { get; private set; } = null!;

    public BenchNode Agents { get; private set; } = null!;

    /// <param name="marketRoles">Of the node that leads runs.</param>
    /// <param name="agentRoles">Of the other node.</param>
    /// <exception cref="Cluster.Local.LocalServerException">A node could not be started.</exception>
    public static async Task<BenchCluster> StartAsync(TimeProvider timeProvider, string marketRoles = MarketRoles, string agentRoles = AgentRoles)
    {
        string folder = LocalCluster.MakeFolder();
        BenchCluster? cluster = null;
        try
        {
            string file = Path.Combine(folder, "store.db");
            SqliteClusterStore store = await SqliteClusterStore.OpenAsync(new SqliteOptions { File = file }, timeProvider, NullLogger.Instance).ConfigureAwait(false);
            cluster = new BenchCluster(folder, NodeServices.OfFile(file) with { OffersTorch = false }, store, timeProvider, marketRoles, agentRoles);
            cluster.Market = await cluster.StartNodeAsync(marketRoles).ConfigureAwait(false);
            cluster.Agents = await cluster.StartNodeAsync(agentRoles).ConfigureAwait(false);
            await cluster.UntilReadyAsync().ConfigureAwait(false);
            return cluster;
        }
        catch
        {
            if (cluster is not null)
            {
                await cluster.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                Directory.Delete(folder, recursive: true);
            }

            throw;
        }
    }

    /// <summary>Puts a new node in the place of one that was killed.</summary>
    public async Task ReplaceAsync(BenchNode killed)
    {
        await killed.DisposeAsync().ConfigureAwait(false);
        if (killed == Market)
        {
            Market = await StartNodeAsync(_marketRoles).ConfigureAwait(false);
        }
        else
        {
            Agents = await StartNodeAsync(_agentRoles).ConfigureAwait(false);
        }

        await UntilReadyAsync().ConfigureAwait(false);
    }

    public async Task<string> SubmitAsync(Scenario scenario)
    {
        string run = string.Create(CultureInfo.InvariantCulture, $"bench-{++_runs}");
        await new RunSubmitter(Store).SubmitAsync(scenario, run).ConfigureAwait(false);
        return run;
    }

    /// <summary>Waits until the run has ended and no run has a leader.</summary>
    /// <exception cref="InvalidOperationException">The run failed.</exception>
    public async Task<RunSummary> EndAsync(string run)
    {
        RunRecord record = await new RunTracker(Store, _timeProvider) { Interval = TimeSpan.FromMilliseconds(50) }.UntilEndedAsync(run, CancellationToken.None).ConfigureAwait(false);
        if (record.Status == RunStatus.Failed)
        {
            throw new InvalidOperationException($"The run {run} failed: {record.Message}");
        }

        await UntilAsync(async () => (await Market.LeadAsync().ConfigureAwait(false)).Epoch == 0, "the lead to end").ConfigureAwait(false);
        return (await Store.ReadSummaryAsync(run).ConfigureAwait(false))!;
    }

    /// <summary>Carries a run to its end and reads what both nodes counted meanwhile.</summary>
    /// <param name="withLearners">True to include its learners in the summary; its folder is downloaded for them.</param>
    public async Task<ClusterSample> RunAsync(Scenario scenario, bool withLearners = false)
    {
        NodeFigures market = await Market.ReadAsync().ConfigureAwait(false);
        NodeFigures agents = await Agents.ReadAsync().ConfigureAwait(false);
        string run = await SubmitAsync(scenario).ConfigureAwait(false);
        RunSummary summary = await EndAsync(run).ConfigureAwait(false);
        var sample = new ClusterSample(
            summary,
            (await Market.ReadAsync().ConfigureAwait(false)).Since(market),
            (await Agents.ReadAsync().ConfigureAwait(false)).Since(agents));
        return withLearners
            ? sample with { Summary = (await new RunFetcher(Store).FetchAsync(run, Path.Combine(_folder, run)).ConfigureAwait(false)).Summary }
            : sample;
    }

    /// <summary>Looks until the condition holds.</summary>
    /// <exception cref="TimeoutException">It does not hold within a minute.</exception>
    public async Task UntilAsync(Func<Task<bool>> condition, string awaited)
    {
        long begun = _timeProvider.GetTimestamp();
        while (!await condition().ConfigureAwait(false))
        {
            if (_timeProvider.GetElapsedTime(begun) > Patience)
            {
                throw new TimeoutException($"Waited for {awaited} for {Patience.TotalSeconds:0} s.");
            }

            await Task.Delay(Glance, _timeProvider).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (BenchNode? node in new BenchNode?[] { Market, Agents })
        {
            // One that could not be started is not there.
            await (node?.DisposeAsync() ?? ValueTask.CompletedTask).ConfigureAwait(false);
        }

        await Store.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_folder, recursive: true);
    }

    // A separate name each: that of a node that was killed is free only when it has been removed. The first node is the seed, and its port that of those
    // that take its place.
    private Task<BenchNode> StartNodeAsync(string roles) =>
        BenchNode.StartAsync(_services, string.Create(CultureInfo.InvariantCulture, $"node-{++_nodes}"), roles, roles == _marketRoles ? _seedPort : 0, _seedPort, _folder);

    private async Task UntilReadyAsync()
    {
        await UntilAsync(Market.IsReadyAsync, "the market's node").ConfigureAwait(false);
        await UntilAsync(Agents.IsReadyAsync, "the agents' node").ConfigureAwait(false);
    }
}
