using Akka.Actor;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Observing;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Cluster.Nodes;

/// <summary>The root of a node's actors. A node whose own actor fails has ended: it is to start again, as another incarnation.</summary>
internal sealed class NodeRootActor(NodeOptions options, IClusterPorts cluster, NodeStatus status, TaskCompletionSource ended, bool isRejoining) : UntypedActor
{
    private IActorRef? _node;

    protected override void PreStart() => _node = Context.ActorOf(ActorFactory.Of(() => new NodeActor(options, cluster, status, ended, isRejoining)), "protocol");

    protected override SupervisorStrategy SupervisorStrategy() => RunSupervision.Stopping(cause => ended.TrySetException(cause));

    protected override void OnReceive(object message) => _node.Forward(message);
}
