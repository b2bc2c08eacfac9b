using System.Globalization;
using MarketSim.Cluster.Store;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Simulation.Running.Participants;

namespace MarketSim.Cluster.Placement;

/// <summary>Which node carries which slots of a run.</summary>
/// <param name="Slots">Of all nodes, by index without gaps.</param>
/// <param name="Sites">By node in ordinal order of names; the leader's own is always there, perhaps empty.</param>
/// <param name="Warnings">Roles that no node has, in sentences.</param>
internal sealed record RunPlacement(IReadOnlyList<BarrierSlot> Slots, IReadOnlyList<PlacedSite> Sites, IReadOnlyList<string> Warnings)
{
    /// <summary>Places all blocks of agents and all participants of their own on the nodes.</summary>
    /// <param name="nodes">Those that may be used, the leader among them.</param>
    /// <param name="mostNodes">How many of them at most; 0 for all.</param>
    public static RunPlacement Of(
        string run, string leader, IReadOnlyList<NodeRecord> nodes, int mostNodes, Population population, IReadOnlyList<ParticipantDefinition> participants)
    {
        IReadOnlyList<NodeRecord> chosen = Choose(run, leader, nodes, mostNodes);
        var warnings = new List<string>();
        ILookup<string, int> blocks = Enumerable.Range(0, population.BlockCount).ToLookup(
            block => Best(chosen, NodeRoles.Agents, string.Create(CultureInfo.InvariantCulture, $"{run}/agents/{block}"), warnings), StringComparer.Ordinal);
        ILookup<string, string> others = participants.ToLookup(
            participant => Best(chosen, participant.Role, $"{run}/{participant.Name}", warnings), participant => participant.Name, StringComparer.Ordinal);
        var slots = new List<BarrierSlot>();
        var sites = new List<PlacedSite>();
        foreach (NodeRecord node in chosen.OrderBy(node => node.Node.Name, StringComparer.Ordinal))
        {
            int first = slots.Count;
            slots.AddRange(Partitions(first, [.. blocks[node.Node.Name]], node.Node.Threads));
            slots.AddRange(others[node.Node.Name].Select((participant, number) => new BarrierSlot(slots.Count + number, [], participant)).ToList());
            sites.Add(new PlacedSite(node, [.. slots.Skip(first)]));
        }

        return new RunPlacement(slots, [.. sites.Where(site => site.Slots.Count > 0 || site.Node.Node.Name == leader)], [.. warnings.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Whether both put the same slots on the same incarnations.</summary>
    public bool IsLike(RunPlacement other) => Sites.Count == other.Sites.Count && Sites.Zip(other.Sites).All(pair => pair.First.IsLike(pair.Second));

    private static IReadOnlyList<NodeRecord> Choose(string run, string leader, IReadOnlyList<NodeRecord> nodes, int mostNodes)
    {
        if (mostNodes == 0 || nodes.Count <= mostNodes)
        {
            return nodes;
        }

        IEnumerable<string> others = Rendezvous.Rank(run, nodes.Where(node => node.Node.Name != leader).Select(node => (node.Node.Name, node.Node.Threads)));
        HashSet<string> names = [leader, .. others.Take(mostNodes - 1)];
        return [.. nodes.Where(node => names.Contains(node.Node.Name))];
    }

    // Roles are preferences: where no node has one, any node takes it.
    private static string Best(IReadOnlyList<NodeRecord> nodes, string role, string piece, List<string> warnings)
    {
        List<NodeRecord> willing = [.. nodes.Where(node => node.Node.Roles.Contains(role, StringComparer.Ordinal))];
        if (willing.Count == 0)
        {
            warnings.Add($"No live node has the role {role}; any node takes it.");
            willing = [.. nodes];
        }

        return Rendezvous.Rank(piece, willing.Select(node => (node.Node.Name, node.Node.Threads)))[0];
    }

    private static IEnumerable<BarrierSlot> Partitions(int firstSlot, IReadOnlyList<int> blocks, int threads)
    {
        int partitions = Math.Min(threads, blocks.Count);
        return Enumerable.Range(0, partitions).Select(partition => new BarrierSlot(
            firstSlot + partition, [.. blocks.Where((_, number) => number % partitions == partition)], Participant: null));
    }
}

/// <summary>The slots of a run on one node.</summary>
internal sealed record PlacedSite(NodeRecord Node, IReadOnlyList<BarrierSlot> Slots)
{
    public bool IsLike(PlacedSite other) => Node.Inbox == other.Node.Inbox
        && Slots.Count == other.Slots.Count
        && Slots.Zip(other.Slots).All(pair => pair.First.Participant == pair.Second.Participant && pair.First.Blocks.SequenceEqual(pair.Second.Blocks));
}
