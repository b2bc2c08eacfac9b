using System.Globalization;
using MarketSim.Cluster.Store;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Running.Participants;

namespace MarketSim.Cluster.Placement;

/// <summary>Which node carries which seats of a run.</summary>
/// <param name="Seats">Of all nodes, by index without gaps.</param>
/// <param name="Sites">By node in ordinal order of names; the leader's own is always there, perhaps empty.</param>
/// <param name="Warnings">Roles that no node has, in sentences.</param>
internal sealed record RunPlacement(IReadOnlyList<Seat> Seats, IReadOnlyList<PlacedSite> Sites, IReadOnlyList<string> Warnings)
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
        var seats = new List<Seat>();
        var sites = new List<PlacedSite>();
        foreach (NodeRecord node in chosen.OrderBy(node => node.Node.Name, StringComparer.Ordinal))
        {
            int first = seats.Count;
            seats.AddRange(Partitions(first, [.. blocks[node.Node.Name]], node.Node.Threads));
            seats.AddRange(others[node.Node.Name].Select((participant, number) => new Seat(seats.Count + number, [], participant)).ToList());
            sites.Add(new PlacedSite(node, [.. seats.Skip(first)]));
        }

        return new RunPlacement(seats, [.. sites.Where(site => site.Seats.Count > 0 || site.Node.Node.Name == leader)], [.. warnings.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Whether both put the same seats on the same incarnations.</summary>
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

    private static IEnumerable<Seat> Partitions(int firstSeat, IReadOnlyList<int> blocks, int threads)
    {
        int partitions = Math.Min(threads, blocks.Count);
        return Enumerable.Range(0, partitions).Select(partition => new Seat(
            firstSeat + partition, [.. blocks.Where((_, number) => number % partitions == partition)], Participant: null));
    }
}

/// <summary>The seats of a run on one node.</summary>
internal sealed record PlacedSite(NodeRecord Node, IReadOnlyList<Seat> Seats)
{
    public bool IsLike(PlacedSite other) => Node.Inbox == other.Node.Inbox
        && Seats.Count == other.Seats.Count
        && Seats.Zip(other.Seats).All(pair => pair.First.Participant == pair.Second.Participant && pair.First.Blocks.SequenceEqual(pair.Second.Blocks));
}
