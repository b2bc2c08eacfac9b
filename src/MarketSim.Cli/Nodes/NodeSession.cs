using MarketSim.Cli.Logging;
using MarketSim.Cli.Observing;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.Transport.RabbitMq;

namespace MarketSim.Cli.Nodes;

/// <summary>Carries a node from its start to its end: services, log, signals.</summary>
internal sealed class NodeSession(CommandConsole console, TimeProvider timeProvider, NodeSettings settings, string logFormat)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <returns><see cref="ExitCode.Success"/> when the node left in order.</returns>
    /// <exception cref="StoreRefusedException">The database refuses.</exception>
    /// <exception cref="Cluster.Transport.TransportException">The broker refuses.</exception>
    /// <exception cref="NodeNameTakenException">Another node that is alive has the name.</exception>
    public async Task<int> RunAsync()
    {
        NodeDescription description = NodeIdentity.Describe(settings);
        using var log = new NodeLog(console.Output, logFormat, description.Name);
        using var interruption = new Interruption(text => log.Logger.NodeIsTold(description.Name, text), InterruptionWords.OfNode);
        log.Logger.NodeStarts(
            description.Name, description.Version, description.Build[..12], description.Threads, string.Join(',', description.Roles), settings.Broker.ToString(), settings.Database.ToString());
        if (settings.Listen is not { } address)
        {
            await RunAsync(description, log, endpoint: null, interruption.Token).ConfigureAwait(false);
            return ExitCode.Success;
        }

        NodeEndpoint endpoint = await NodeEndpoint.StartAsync(address).ConfigureAwait(false);
        await using (endpoint.ConfigureAwait(false))
        {
            await RunAsync(description, log, endpoint, interruption.Token).ConfigureAwait(false);
            return ExitCode.Success;
        }
    }

    private async Task RunAsync(NodeDescription description, NodeLog log, NodeEndpoint? endpoint, CancellationToken stop)
    {
        PostgresClusterStore? store = await OpenStoreAsync(description.Name, log, stop).ConfigureAwait(false);
        if (store is null)
        {
            return;
        }

        await using (store.ConfigureAwait(false))
        {
            await RunAsync(description, store, log, endpoint, stop).ConfigureAwait(false);
        }

        log.Logger.NodeEnds(description.Name);
    }

    private async Task RunAsync(NodeDescription description, IClusterStore store, NodeLog log, NodeEndpoint? endpoint, CancellationToken stop)
    {
        ClusterNode node = await ClusterNode.StartAsync(new NodeOptions
        {
            Description = description,
            Store = store,
            Transport = new RabbitMqTransport(settings.Broker, timeProvider, log.Factory.CreateLogger(typeof(RabbitMqTransport).Namespace!)),
            TimeProvider = timeProvider,
            MaxLeads = settings.Leads,
            LoggerFactory = log.Factory,
            ProcessorTime = static () => Environment.CpuUsage.TotalTime,
        }).ConfigureAwait(false);
        endpoint?.Show(node.Status);
        using IDisposable gauges = node.Status.Publish();
        await using (node.ConfigureAwait(false))
        {
            var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using CancellationTokenRegistration registration = stop.Register(told.SetResult);
            if (await Task.WhenAny(node.WhenEnded, told.Task).ConfigureAwait(false) == told.Task)
            {
                await node.StopAsync().ConfigureAwait(false);
            }

            await node.WhenEnded.ConfigureAwait(false);
        }
    }

    /// <summary>A machine may start its node before its database answers: the node waits.</summary>
    /// <returns>Null when the node was told to stop before.</returns>
    private async Task<PostgresClusterStore?> OpenStoreAsync(string node, NodeLog log, CancellationToken stop)
    {
        TimeSpan pause = ShortestPause;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                return await PostgresClusterStore.OpenAsync(settings.Database, log.Factory.CreateLogger(typeof(PostgresClusterStore).Namespace!)).ConfigureAwait(false);
            }
            catch (StoreUnavailableException exception)
            {
                log.Logger.NodeWaitsForStore(node, exception.Message);
            }

            await Task.Delay(pause, timeProvider, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        return null;
    }
}
