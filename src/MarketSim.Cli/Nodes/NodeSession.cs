using MarketSim.Cli.Logging;
using MarketSim.Cli.Observing;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Remoting;
using MarketSim.Cluster.Store;
using Microsoft.Extensions.Hosting.Systemd;

namespace MarketSim.Cli.Nodes;

/// <summary>Runs a node from its start to its end: services, log, signals.</summary>
internal sealed class NodeSession(CommandConsole console, TimeProvider timeProvider, NodeSettings settings, string logFormat)
{
    /// <summary>Notifies systemd, when it started the process with Type=notify.</summary>
    private static readonly SystemdNotifier ServiceManager = new();

    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(2);

    /// <returns><see cref="ExitCode.Success"/> when the node left in order.</returns>
    /// <exception cref="StoreRefusedException">The store refuses.</exception>
    /// <exception cref="ClusterJoinException">No cluster admits the node in time, or it cannot listen.</exception>
    /// <exception cref="NodeRefusedException">The cluster refuses the node: another build, other arithmetic, or its name is taken.</exception>
    public async Task<int> RunAsync()
    {
        NodeDescription description = NodeIdentity.Describe(settings);
        using var log = new NodeLog(console.Output, logFormat, description.Name);
        using var interruption = new Interruption(text => log.Logger.NodeIsTold(description.Name, text), InterruptionMessages.OfNode);
        log.Logger.NodeStarts(
            description.Name, description.Version, description.Build[..12], description.Threads, string.Join(',', description.Roles), string.Join(',', settings.Address.Seeds), settings.Store.ToString());
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
        IClusterStore? store = await OpenStoreAsync(description.Name, log, stop).ConfigureAwait(false);
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
        var node = ClusterNode.Start(
            new NodeOptions
            {
                Description = description,
                Store = store,
                TimeProvider = timeProvider,
                MaxLeads = settings.Leads,
                LoggerFactory = log.Factory,
            },
            settings.Address);
        endpoint?.Show(node.Status);
        using IDisposable gauges = node.Status.Publish();
        await using (node.ConfigureAwait(false))
        {
            _ = TellManagerWhenReadyAsync(node.Status);
            var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using CancellationTokenRegistration registration = stop.Register(told.SetResult);
            if (await Task.WhenAny(node.WhenEnded, told.Task).ConfigureAwait(false) == told.Task)
            {
                ServiceManager.Notify(ServiceState.Stopping);
                await node.StopAsync().ConfigureAwait(false);
            }

            await node.WhenEnded.ConfigureAwait(false);
        }
    }

    private static async Task TellManagerWhenReadyAsync(NodeStatus status)
    {
        await status.WhenReady.ConfigureAwait(false);
        ServiceManager.Notify(ServiceState.Ready);
    }

    /// <summary>A machine may start its node before its store answers: the node waits.</summary>
    /// <returns>Null when the node was told to stop before.</returns>
    private async Task<IClusterStore?> OpenStoreAsync(string node, NodeLog log, CancellationToken stop)
    {
        TimeSpan pause = MinPause;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                return await settings.Store.OpenAsync(timeProvider, log.Factory.CreateLogger(typeof(IClusterStore).Namespace!)).ConfigureAwait(false);
            }
            catch (StoreUnavailableException exception)
            {
                log.Logger.NodeWaitsForStore(node, exception.Message);
            }

            await Task.Delay(pause, timeProvider, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < MaxPause ? pause * 2 : MaxPause;
        }

        return null;
    }
}
