namespace MarketSim.Cluster.Remoting;

/// <summary>How soon nodes notice each other, and how long they wait. None of it changes a result.</summary>
public sealed record ClusterTimings
{
    /// <summary>Between two heartbeats, and between two probes of a member whose association was lost.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long heartbeats may be missing, beyond what is usual, before a member counts as unreachable.</summary>
    public TimeSpan AcceptablePause { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// How long a connection may take to be made, the handshake of TLS in two busy processes that have just started included. After a cut of the network it
    /// may take so long until the next attempt.
    /// </summary>
    public TimeSpan Connecting { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Between two rounds of gossip, of looking for unreachable members, and of the leader's changes of membership.</summary>
    public TimeSpan Gossip { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long it must stay the same who is unreachable, before a side of a split is downed.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the first seed waits for the others before it forms a cluster alone, when the store knows of none.</summary>
    public TimeSpan Forming { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// For how long the store remembers the cluster's oldest member without a word from it. While it does, no node forms another cluster; so this is also how
    /// long the nodes wait after all of them were killed at once. Longer than it takes to notice and remove a dead member.
    /// </summary>
    public TimeSpan OldestMember { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a node tries to become a member, each time again, before it gives up.</summary>
    public TimeSpan Joining { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Before an actor system is built again, after one that ended without having become a member.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a node that is asked to go may take to hand its work over.</summary>
    public TimeSpan Leaving { get; init; } = TimeSpan.FromSeconds(20);
}
