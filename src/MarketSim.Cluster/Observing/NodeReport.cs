using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Observing;

/// <summary>The state of a node at one moment, as it reports it itself.</summary>
/// <param name="Incarnation">Empty before the first.</param>
/// <param name="IsMember">True if it is a member of the cluster that is up.</param>
/// <param name="Members">Of the cluster, as this node sees it, itself included; none before it is one.</param>
/// <param name="SinceStoreReached">Since the store answered last; null before the first time.</param>
/// <param name="StoreTrouble">Reason why the last recorded call did not reach the store; null when it did.</param>
/// <param name="IsLeaving">It hands its work over and takes none.</param>
/// <param name="Leads">By name of run.</param>
/// <param name="Hosts">By name of run.</param>
public sealed record NodeReport(
    NodeDescription Node,
    string Incarnation,
    bool IsMember,
    IReadOnlyList<Member> Members,
    TimeSpan? SinceStoreReached,
    string? StoreTrouble,
    bool IsLeaving,
    IReadOnlyList<RunLed> Leads,
    IReadOnlyList<RunHosted> Hosts,
    MailboxDepths Mailboxes)
{
    /// <summary>Names of the members that it cannot reach at present.</summary>
    public IReadOnlyList<string> UnreachableMembers => [.. Members.Where(member => !member.IsReachable).Select(member => member.Name)];
}

/// <summary>A run that a node leads.</summary>
/// <param name="Epoch">0 while it is being loaded.</param>
/// <param name="Tick">Opened last in this epoch; -1 before the first.</param>
public sealed record RunLed(string Run, long Epoch, long Tick);

/// <summary>A run that a node hosts slots of, for a leader on another node.</summary>
public sealed record RunHosted(string Run, long Epoch, int Slots);

/// <summary>Messages that wait for the actors that a node needs to answer in time, summed by kind.</summary>
public sealed record MailboxDepths(int Node, int Leaders, int Markets, int Hosts);
