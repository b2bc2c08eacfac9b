using Akka;
using Akka.Actor;
using Akka.Cluster;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Messages;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Remoting;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Cluster.Nodes;

/// <summary>A node of a cluster, for as long as its process lives: its actors in one actor system after the other.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NodeOptions _options;
    private IActorRef _node = ActorRefs.Nobody;
    private RejoiningSystem? _system;

    /// <summary>A node whose actors the caller starts by <see cref="StartIn"/>.</summary>
    public ClusterNode(NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options with { Store = new MeasuredStore(options.Store, options.TimeProvider) };
        Status = new NodeStatus(options.Description, options.Timings, options.TimeProvider);
        WhenEnded = _ended.Task;
    }

    /// <summary>
    /// Done when the node has left. Fails with a <see cref="ClusterJoinException"/> or a <see cref="NodeRefusedException"/> when it was not admitted, and with
    /// what ended its actors.
    /// </summary>
    public Task WhenEnded { get; private set; }

    /// <summary>The status of the node, for metrics and health checks.</summary>
    public NodeStatus Status { get; }

    /// <summary>Starts a node that joins the cluster of its seeds, and joins again whenever it was removed from it.</summary>
    public static ClusterNode Start(NodeOptions options, NodeAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var node = new ClusterNode(options);
        node._system = RejoiningSystem.Start(
            new ClusterSystemOptions
            {
                Description = options.Description,
                Host = address.Host,
                Port = address.Port,
                BindHost = address.BindHost,
                Seeds = address.Seeds,
                Leases = node._options.Store,
                SplitLease = new StoreLeaseOption(node._options.Store, options.TimeProvider),
                Wire = akka => akka.WithRunDispatchers(options.Description.Threads),
                Security = address.Security,
                Timings = address.Timings with { Leaving = options.Timings.Leaving },
                TimeProvider = options.TimeProvider,
                LoggerFactory = options.LoggerFactory,
            },
            node.Begin);
        node.WhenEnded = node.EndAsync(node._system);
        return node;
    }

    /// <summary>Starts the node's actors in an actor system that is a member of a cluster, or about to be.</summary>
    /// <param name="isRejoining">True if the node's last actor system was removed from the cluster while it lived.</param>
    public IActorRef StartIn(ActorSystem system, IClusterPorts cluster, bool isRejoining = false)
    {
        ArgumentNullException.ThrowIfNull(system);
        return _node = system.ActorOf(ActorFactory.Of(() => new NodeRootActor(_options, cluster, Status, _ended, isRejoining)), "node");
    }

    /// <summary>Begins to hand all work over at the next checkpoint; the actors stay.</summary>
    public void Leave() => _node.Tell(Messages.Leave.Instance, ActorRefs.NoSender);

    /// <summary>Hands all work over, leaves the cluster, and stops the actors.</summary>
    public Task StopAsync() => _system?.StopAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(StopAsync());

    private void Begin(ClusterLife life)
    {
        StartIn(life.System, life.Ports, isRejoining: life.Number > 1);
        _ = SeeOutAsync(life.System);
        CoordinatedShutdown.Get(life.System).AddTask(CoordinatedShutdown.PhaseBeforeClusterShutdown, "hand over", () => HandOverAsync(life.System));
    }

    private async Task SeeOutAsync(ActorSystem system)
    {
        await system.WhenTerminated.ConfigureAwait(false);
        Status.IsOut();
    }

    // A node that was downed has nobody to hand anything over to.
    private async Task<Done> HandOverAsync(ActorSystem system)
    {
        if (CoordinatedShutdown.Get(system).ShutdownReason is not CoordinatedShutdown.ClusterDowningReason)
        {
            Leave();
            await _ended.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Done.Instance;
    }

    private async Task EndAsync(RejoiningSystem system)
    {
        await Task.WhenAny(system.WhenEnded, _ended.Task).ConfigureAwait(false);
        await system.StopAsync().ConfigureAwait(false);
        if (_ended.Task.IsFaulted)
        {
            await _ended.Task.ConfigureAwait(false);
        }

        await system.WhenEnded.ConfigureAwait(false);
    }
}
