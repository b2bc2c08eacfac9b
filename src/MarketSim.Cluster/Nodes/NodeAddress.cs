using MarketSim.Cluster.Remoting;
using MarketSim.Cluster.Security;

namespace MarketSim.Cluster.Nodes;

/// <summary>The address that a node listens at, and the seeds that it joins by.</summary>
public sealed record NodeAddress
{
    /// <summary>The port where none is named.</summary>
    public const int DefaultPort = 4053;

    /// <summary>The name or address by which the other nodes reach this one.</summary>
    public required string Host { get; init; }

    /// <summary>The port that it listens on; 0 for any.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The address that it listens on; null for <see cref="Host"/>.</summary>
    public string? BindHost { get; init; }

    /// <summary>Nodes to ask for admission, as host and port, the same list in the same order on every node. The first of them forms the cluster.</summary>
    public required IReadOnlyList<string> Seeds { get; init; }

    /// <summary>Security of links to peers; null for links without encryption: on one machine, or in a closed network.</summary>
    public PeerSecurity? Security { get; init; }

    /// <summary>Intervals and limits of failure detection and downing.</summary>
    public ClusterTimings Timings { get; init; } = new();
}
