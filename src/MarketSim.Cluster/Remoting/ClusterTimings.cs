namespace MarketSim.Cluster.Remoting;

/// <summary>Intervals and limits of membership: how soon nodes detect each other. They change no result.</summary>
public sealed record ClusterTimings
{
    /// <summary>Interval between two heartbeats, and between two probes of a member whose association was lost.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time without heartbeats, beyond the usual interval, after which a member is unreachable.</summary>
    public TimeSpan AcceptablePause { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// Time limit for a connection, the TLS handshake of two busy processes that have just started included. After a network failure it may take this long
    /// until the next attempt.
    /// </summary>
    public TimeSpan Connecting { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Interval between two rounds of gossip, of checks for unreachable members, and of the leader's changes of membership.</summary>
    public TimeSpan Gossip { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Time for which the set of unreachable members must not change before one side of a partition is downed.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time that the first seed node waits for the others before it forms a cluster alone, when the store has no record of a cluster.</summary>
    public TimeSpan Forming { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Time for which the store keeps the record of the oldest member without a renewal. Until it expires, no node forms another cluster; so this is also how
    /// long the nodes wait after all of them were killed at once. Longer than it takes to notice and remove a dead member.
    /// </summary>
    public TimeSpan OldestMember { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for which a node tries to become a member, repeatedly, before it gives up.</summary>
    public TimeSpan Joining { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Pause before an actor system is created again, after one that ended without having become a member.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Maximum time that a leaving node takes to move its work to other nodes.</summary>
    public TimeSpan Leaving { get; init; } = TimeSpan.FromSeconds(20);
}
