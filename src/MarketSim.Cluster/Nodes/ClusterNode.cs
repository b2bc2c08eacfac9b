using Akka;
using Akka.Actor;
using MarketSim.Cluster.Observing;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Cluster.Nodes;

/// <summary>A node of a cluster, for as long as its process lives.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NodeOptions _options;
    private ActorHost? _host;
    private IActorRef _node = ActorRefs.Nobody;

    private ClusterNode(NodeOptions given)
    {
        _options = given with
        {
            Store = new MeasuredStore(given.Store, given.TimeProvider),
            Transport = new MeasuredTransport(given.Transport),
        };
        Status = new NodeStatus(given.Description, given.Timings, given.TimeProvider);
    }

    /// <summary>
    /// Done when the node has left. Fails with a <see cref="Transport.TransportException"/>, <see cref="Store.StoreRefusedException"/> or
    /// <see cref="Store.NodeNameTakenException"/> when it cannot begin, and with whatever ended its actors.
    /// </summary>
    public Task WhenEnded => _ended.Task;

    /// <summary>How the node is, for metrics and health checks.</summary>
    public NodeStatus Status { get; }

    /// <summary>Starts the node's actors in an actor system of their own.</summary>
    public static async Task<ClusterNode> StartAsync(NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var node = new ClusterNode(options);
        node._host = await ActorHost.StartAsync(
            akka => akka.WithMarketSimLogging().WithRunDispatchers(options.Description.Threads).WithNode(node, options.Timings), node.LongestEnd).ConfigureAwait(false);
        return node;
    }

    /// <summary>Hands all work over at the next checkpoint, is forgotten by the cluster, and stops its actors.</summary>
    public async Task StopAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>Starts the node's actors in a system that somebody else made and ends.</summary>
    internal static ClusterNode StartIn(ActorSystem system, NodeOptions options)
    {
        var node = new ClusterNode(options);
        node.StartIn(system);
        return node;
    }

    internal IActorRef StartIn(ActorSystem system) => _node = system.ActorOf(ActorFactory.Of(() => new NodeRootActor(_options, Status, _ended)), "node");

    /// <summary>Begins to hand all work over; <see cref="WhenEnded"/> is done when that is done. The actors stay.</summary>
    internal void Leave() => _node.Tell(new Leave(), ActorRefs.NoSender);

    /// <summary>A task of the coordinated shutdown.</summary>
    internal async Task<Done> LeaveAsync()
    {
        Leave();
        await _ended.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Done.Instance;
    }

    private TimeSpan LongestEnd => _options.Timings.LongestEnd;
}
