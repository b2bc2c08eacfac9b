using Akka.Hosting;
using Akka.Hosting.Coordination;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Security;
using MarketSim.Cluster.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cluster.Remoting;

/// <summary>The options of an actor system of a cluster; the same for each of a node's lives.</summary>
internal sealed record ClusterSystemOptions
{
    public required NodeDescription Description { get; init; }

    /// <summary>The name or address by which the other nodes reach this one.</summary>
    public required string Host { get; init; }

    /// <summary>The port that it listens on; 0 for one that the operating system chooses for the first life, and that later lives keep.</summary>
    public int Port { get; init; }

    /// <summary>The address that it listens on; null for <see cref="Host"/>.</summary>
    public string? BindHost { get; init; }

    /// <summary>Nodes to ask for admission, as host and port, the same list in the same order on every node. The first of them forms the cluster.</summary>
    public required IReadOnlyList<string> Seeds { get; init; }

    /// <summary>The seed nodes of a cluster that exists.</summary>
    public required ILeaseStore Leases { get; init; }

    /// <summary>Decides which side of a partition continues.</summary>
    public required LeaseOptionBase SplitLease { get; init; }

    /// <summary>Adds what else the system holds: dispatchers, singletons, setups.</summary>
    public Action<AkkaConfigurationBuilder> Wire { get; init; } = _ => { };

    /// <summary>Security of links to peers; null for links without encryption: on one machine, or in a closed network.</summary>
    public PeerSecurity? Security { get; init; }

    public ClusterTimings Timings { get; init; } = new();

    public required TimeProvider TimeProvider { get; init; }

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
