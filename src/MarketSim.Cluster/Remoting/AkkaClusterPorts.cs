using Akka.Actor;
using MarketSim.Cluster.Membership;
using MarketSim.Simulation.Hosting;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Remoting;

/// <summary>The ports of a node over Akka.Remote and Akka.Cluster, for one life of its actor system.</summary>
internal sealed class AkkaClusterPorts : IClusterPorts
{
    private readonly AkkaPeers _peers;
    private readonly IActorRef _actor;

    /// <summary>Begins to receive at once; what arrives before a listener is attached is dropped.</summary>
    /// <param name="system">Wired by <see cref="ClusterWiring"/>; no other ports were made in it.</param>
    /// <param name="name">This node's.</param>
    /// <param name="probeInterval">Between two probes of a member whose association was lost.</param>
    public AkkaClusterPorts(ActorSystem system, string name, TimeSpan probeInterval, ILogger logger)
    {
        var addresses = new NodeAddresses(system, name);
        _actor = system.ActorOf(ActorFactory.Of(() => new PeersActor(addresses, probeInterval, logger)), PeersActor.Name);
        _peers = new AkkaPeers(addresses, _actor);
    }

    /// <summary>This node's incarnation.</summary>
    public string Self => _peers.Self;

    public IPeers Attach(IClusterListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        _actor.Tell(new PeersActor.AttachListener(listener), ActorRefs.NoSender);
        return _peers;
    }
}
