using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Placement;
using MarketSim.Engine.Definitions;

namespace MarketSim.Cluster.Leading;

/// <summary>A member of the cluster as the leader of a run sees it, and what of the run is placed there.</summary>
/// <param name="Host">Host name, for display.</param>
/// <param name="Threads">Its capacity.</param>
/// <param name="Age">Order in which members came up, from 1; 0 for a node that is no member any more.</param>
/// <param name="IsReachable">False while its heartbeats are missing, and for a node that is no member any more.</param>
/// <param name="IsLeaving">It is on its way out.</param>
/// <param name="IsLeader">It leads the run and holds its market.</param>
/// <param name="Partitions">Partitions of agents that it hosts.</param>
/// <param name="Agents">Trading agents in them.</param>
/// <param name="Participants">Learners, controllers, replicas and the like that it hosts, by name.</param>
public sealed record RunNode(
    string Name,
    string Host,
    IReadOnlyList<string> Roles,
    int Threads,
    int Age,
    bool IsReachable,
    bool IsLeaving,
    bool IsLeader,
    int Partitions,
    int Agents,
    IReadOnlyList<string> Participants)
{
    /// <summary>All members, and hosts of the epoch that are none any more, by name.</summary>
    internal static IReadOnlyList<RunNode> Of(MembershipView view, RunPlacement placement, string leader, Population population)
    {
        var lives = view.Members.ToDictionary(static member => member.Incarnation, StringComparer.Ordinal);
        foreach (PlacedHost host in placement.Hosts)
        {
            lives.TryAdd(host.Node.Incarnation, host.Node with { Age = 0, IsReachable = host.Node.Name == leader });
        }

        return
        [
            .. lives.Values
                .OrderBy(static member => member.Name, StringComparer.Ordinal)
                .ThenBy(static member => member.Age)
                .Select(member => Of(member, placement.Hosts.FirstOrDefault(host => host.Node.Incarnation == member.Incarnation), leader, population)),
        ];
    }

    private static RunNode Of(Member member, PlacedHost? host, string leader, Population population) => new(
        member.Name,
        member.Description.Host,
        member.Description.Roles,
        member.Description.Threads,
        member.Age,
        member.IsReachable,
        member.IsLeaving,
        member.Name == leader,
        host?.Slots.Count(static slot => slot.Participant is null) ?? 0,
        host?.Slots.Sum(slot => slot.Blocks.Sum(block => SizeOf(block, population))) ?? 0,
        [.. host?.Slots.Select(static slot => slot.Participant).OfType<string>() ?? []]);

    private static int SizeOf(int block, Population population) => Math.Min(population.BlockSize, population.Count - (block * population.BlockSize));
}
