using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Leading;

/// <summary>Selects the members that a leader may place a run on.</summary>
internal static class UsableNodes
{
    /// <summary>Those that can be reached, stay, were not lost, and compute what the leader computes; the leader's own always.</summary>
    public static IReadOnlyList<Member> Of(MembershipView view, NodeOptions leader, LostNodes lost)
    {
        NodeDescription own = leader.Description;
        Member self = view.Find(view.Self) ?? new Member(view.Self, own, Age: 0, IsReachable: true, IsLeaving: false);
        return
        [
            self,
            .. view.Members
                .Where(member => member.Name != own.Name
                    && member.IsReachable
                    && !member.IsLeaving
                    && !lost.IsLost(member.Incarnation)
                    && member.Description.Build == own.Build
                    && member.Description.Arithmetic == own.Arithmetic)

                // Of a node that was restarted, its last life may not have been removed yet.
                .GroupBy(member => member.Name, StringComparer.Ordinal)
                .Select(lives => lives.MaxBy(life => life.Age)!),
        ];
    }
}
