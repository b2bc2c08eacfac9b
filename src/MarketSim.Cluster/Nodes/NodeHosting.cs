using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;

namespace MarketSim.Cluster.Nodes;

/// <summary>How a node is wired into an actor system.</summary>
internal static class NodeHosting
{
    /// <summary>The node's actors, and the task that hands their work over when the system shuts down.</summary>
    /// <param name="longestLeaving">How long that task may take.</param>
    public static AkkaConfigurationBuilder WithNode(this AkkaConfigurationBuilder builder, ClusterNode node, TimeSpan longestLeaving) => builder
        .AddHocon(ShutdownOf(longestLeaving), HoconAddMode.Prepend)
        .WithActors((system, registry) =>
        {
            registry.Register<NodeRootActor>(node.StartIn(system));
            CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseClusterLeave, "hand over", node.LeaveAsync);
        });

    private static Config ShutdownOf(TimeSpan longestLeaving) => ConfigurationFactory.ParseString(string.Create(
        CultureInfo.InvariantCulture, $"akka.coordinated-shutdown.phases.{CoordinatedShutdown.PhaseClusterLeave}.timeout = {longestLeaving.TotalMilliseconds:0}ms"));
}
