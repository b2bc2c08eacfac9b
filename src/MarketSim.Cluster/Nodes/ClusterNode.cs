using Akka.Actor;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Observing;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Cluster.Nodes;

/// <summary>A node of a cluster, for as long as its process lives: its actors in one actor system after the other.</summary>
public sealed class ClusterNode
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NodeOptions _options;
    private IActorRef _node = ActorRefs.Nobody;

    public ClusterNode(NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options with { Store = new MeasuredStore(options.Store, options.TimeProvider) };
        Status = new NodeStatus(options.Description, options.Timings, options.TimeProvider);
    }

    /// <summary>Done when the node has handed over its work after <see cref="Leave"/>. Fails with what ended its actors.</summary>
    public Task WhenEnded => _ended.Task;

    /// <summary>How the node is, for metrics and health checks.</summary>
    public NodeStatus Status { get; }

    /// <summary>Starts the node's actors in an actor system that is a member of a cluster, or about to be.</summary>
    public IActorRef StartIn(ActorSystem system, IClusterPorts cluster)
    {
        ArgumentNullException.ThrowIfNull(system);
        return _node = system.ActorOf(ActorFactory.Of(() => new NodeRootActor(_options, cluster, Status, _ended)), "node");
    }

    /// <summary>Begins to hand all work over at the next checkpoint; <see cref="WhenEnded"/> is done when that is done. The actors stay.</summary>
    public void Leave() => _node.Tell(Nodes.Leave.Instance, ActorRefs.NoSender);
}
