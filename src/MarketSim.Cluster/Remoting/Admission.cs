using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Remoting;

/// <summary>Decides whether a node may stay in the cluster that it has joined. The newcomer itself decides, by the descriptions of the members.</summary>
internal static class Admission
{
    /// <param name="others">The members that are up, without the newcomer.</param>
    /// <returns>Reason why the newcomer must not stay; null when it may.</returns>
    public static string? RefusalOf(NodeDescription newcomer, IReadOnlyList<Member> others)
    {
        if (others.MinBy(member => member.Age) is not { Description: var oldest })
        {
            return null;
        }

        if (oldest.Build != newcomer.Build)
        {
            return $"Node {newcomer.Name} is of build {newcomer.Build} (version {newcomer.Version}), the cluster of build {oldest.Build} (version {oldest.Version}, "
                + $"says its oldest node {oldest.Name}); all nodes must be of one build: install that one here, or end the other nodes first.";
        }

        return oldest.Arithmetic == newcomer.Arithmetic
            ? null
            : $"The processor of node {newcomer.Name} computes other results (self-test {newcomer.Arithmetic}) than those of the cluster "
                + $"(self-test {oldest.Arithmetic}, says its oldest node {oldest.Name}); a run must give the same results on every node: use a machine of the same kind.";
    }

    /// <summary>Another node that lives and has the newcomer's name; null when there is none.</summary>
    public static Member? NamesakeOf(NodeDescription newcomer, IReadOnlyList<Member> others) =>
        others.FirstOrDefault(member => member.Name == newcomer.Name && member.IsReachable && !member.IsLeaving);
}
