using System.Collections.Immutable;

namespace MarketSim.Cluster.Membership;

/// <summary>The members of the cluster, in the opinion of one node at one moment. An opinion may be late or wrong: it is used to act soon, never to be right.</summary>
/// <param name="Self">The incarnation of the node whose opinion it is.</param>
/// <param name="Members">By <see cref="Member.Name"/> in ordinal order; the node itself once it is up.</param>
public sealed record MembershipView(string Self, ImmutableArray<Member> Members)
{
    /// <summary>The member of an incarnation; null when there is none.</summary>
    public Member? Find(string incarnation) => Members.FirstOrDefault(member => member.Incarnation == incarnation);

    /// <summary>True when this node considers the incarnation reachable.</summary>
    public bool IsReachable(string incarnation) => Find(incarnation) is { IsReachable: true };
}

/// <summary>A node in one life: from joining the cluster until it leaves, is downed or ends.</summary>
/// <param name="Incarnation">Unique for each life: see <see cref="Membership.Incarnation"/>.</param>
/// <param name="Age">Order in which members came up, from 1; the oldest has the lowest.</param>
/// <param name="IsReachable">False when its heartbeats are missing, or the association with it was lost and not made again.</param>
/// <param name="IsLeaving">It is on its way out: give it nothing.</param>
public sealed record Member(string Incarnation, NodeDescription Description, int Age, bool IsReachable, bool IsLeaving)
{
    /// <summary>Name of the node.</summary>
    public string Name => Description.Name;
}
