using Akka.Actor;

namespace MarketSim.Cluster.Remoting;

/// <summary>A node's actor system from the moment at which it is a member of the cluster.</summary>
/// <param name="Number">Of the life in this process, from 1.</param>
internal sealed record ClusterLife(int Number, ActorSystem System, AkkaClusterPorts Ports)
{
    /// <summary>See <see cref="Membership.Incarnation"/>.</summary>
    public string Incarnation => Ports.Self;
}
