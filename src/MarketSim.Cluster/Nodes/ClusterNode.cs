using Akka;
using Akka.Actor;
using MarketSim.Cluster.Observing;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Cluster.Nodes;

/// <summary>A node of a cluster, for as long as its process lives.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    // Beyond the time that work may take to be handed over.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

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

    /// <summary>Starts the node's actors in an actor system of their own. The node connects by itself, sooner or later.</summary>
    public static async Task<ClusterNode> StartAsync(NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var node = new ClusterNode(options);
        TimeSpan leaving = options.Timings.Leaving + Grace;
        node._host = await ActorHost.StartAsync(
            akka => akka.WithRunDispatchers(options.Description.Threads).WithNode(node, leaving), leaving + Grace).ConfigureAwait(false);
        return node;
    }

    /// <summary>Hands all work over at the next checkpoint, is forgotten by the cluster, and stops its actors.</summary>
    public Task StopAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Starts the node's actors in a system that somebody else made, and ends.</summary>
    internal static ClusterNode StartIn(ActorSystem system, NodeOptions options)
    {
        var node = new ClusterNode(options);
        node.StartIn(system);
        return node;
    }

    internal IActorRef StartIn(ActorSystem system) => _node = system.ActorOf(ActorFactory.Of(() => new NodeRootActor(_options, Status, _ended)), "node");

    /// <summary>Begins to hand all work over; <see cref="WhenEnded"/> is done when that is done. The actors stay.</summary>
    internal void Leave() => _node.Tell(new Leave(), ActorRefs.NoSender);

    /// <summary>Hands all work over, as a task of the coordinated shutdown.</summary>
    internal async Task<Done> LeaveAsync()
    {
        Leave();
        await _ended.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Done.Instance;
    }
}
