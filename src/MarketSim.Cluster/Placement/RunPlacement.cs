using System.Globalization;
using MarketSim.Cluster.Membership;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Simulation.Running.Participants;

namespace MarketSim.Cluster.Placement;

/// <summary>Which node carries which slots of a run.</summary>
/// <param name="Slots">Of all nodes, by index without gaps.</param>
/// <param name="Hosts">By node in ordinal order of names; the leader's own is always there, perhaps empty.</param>
/// <param name="Warnings">Roles that no node has, in sentences.</param>
internal sealed record RunPlacement(IReadOnlyList<BarrierSlot> Slots, IReadOnlyList<PlacedHost> Hosts, IReadOnlyList<string> Warnings)
{
    /// <summary>Places all blocks of agents and all participants of their own on the nodes.</summary>
    /// <param name="nodes">Those that may be used, the leader among them.</param>
    /// <param name="maxNodes">How many of them at most; 0 for all.</param>
    public static RunPlacement Of(
        string run, string leader, IReadOnlyList<Member> nodes, int maxNodes, Population population, IReadOnlyList<ParticipantDefinition> participants)
    {
        IReadOnlyList<Member> chosen = Choose(run, leader, nodes, maxNodes);
        var warnings = new List<string>();
        ILookup<string, int> blocks = Enumerable.Range(0, population.BlockCount).ToLookup(
            block => Best(chosen, NodeRoles.Agents, string.Create(CultureInfo.InvariantCulture, $"{run}/agents/{block}"), warnings), StringComparer.Ordinal);
        ILookup<string, string> others = participants.ToLookup(
            participant => Best(chosen, participant.Role, $"{run}/{participant.Name}", warnings), participant => participant.Name, StringComparer.Ordinal);
        var slots = new List<BarrierSlot>();
        var hosts = new List<PlacedHost>();
        foreach (Member node in chosen.OrderBy(node => node.Name, StringComparer.Ordinal))
        {
            int first = slots.Count;
            slots.AddRange(Partitions(first, [.. blocks[node.Name]], node.Description.Threads));
            slots.AddRange(others[node.Name].Select((participant, number) => new BarrierSlot(slots.Count + number, [], participant)).ToList());
            hosts.Add(new PlacedHost(node, [.. slots.Skip(first)]));
        }

        return new RunPlacement(slots, [.. hosts.Where(host => host.Slots.Count > 0 || host.Node.Name == leader)], [.. warnings.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Whether both put the same slots on the same incarnations.</summary>
    public bool IsLike(RunPlacement other) => Hosts.Count == other.Hosts.Count && Hosts.Zip(other.Hosts).All(pair => pair.First.IsLike(pair.Second));

    private static IReadOnlyList<Member> Choose(string run, string leader, IReadOnlyList<Member> nodes, int maxNodes)
    {
        if (maxNodes == 0 || nodes.Count <= maxNodes)
        {
            return nodes;
        }

        IEnumerable<string> others = Rendezvous.Rank(run, nodes.Where(node => node.Name != leader).Select(node => (node.Name, node.Description.Threads)));
        HashSet<string> names = [leader, .. others.Take(maxNodes - 1)];
        return [.. nodes.Where(node => names.Contains(node.Name))];
    }

    // Roles are preferences: where no node has one, any node takes it.
    private static string Best(IReadOnlyList<Member> nodes, string role, string piece, List<string> warnings)
    {
        List<Member> willing = [.. nodes.Where(node => node.Description.Roles.Contains(role, StringComparer.Ordinal))];
        if (willing.Count == 0)
        {
            warnings.Add($"No live node has the role {role}; any node takes it.");
            willing = [.. nodes];
        }

        return Rendezvous.Rank(piece, willing.Select(node => (node.Name, node.Description.Threads)))[0];
    }

    private static IEnumerable<BarrierSlot> Partitions(int firstSlot, IReadOnlyList<int> blocks, int threads)
    {
        int partitions = Math.Min(threads, blocks.Count);
        return Enumerable.Range(0, partitions).Select(partition => new BarrierSlot(
            firstSlot + partition, [.. blocks.Where((_, number) => number % partitions == partition)], Participant: null));
    }
}

/// <summary>The slots of a run on one node.</summary>
internal sealed record PlacedHost(Member Node, IReadOnlyList<BarrierSlot> Slots)
{
    public bool IsLike(PlacedHost other) => Node.Incarnation == other.Node.Incarnation
        && Slots.Count == other.Slots.Count
        && Slots.Zip(other.Slots).All(pair => pair.First.Participant == pair.Second.Participant && pair.First.Blocks.SequenceEqual(pair.Second.Blocks));
}
