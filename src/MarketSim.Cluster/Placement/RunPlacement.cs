using System.Globalization;
using MarketSim.Agents.Population;
using MarketSim.Cluster.Membership;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Placement;

/// <summary>The assignment of barrier slots of a run to nodes.</summary>
/// <param name="Slots">Of all nodes, by index without gaps.</param>
/// <param name="Hosts">By node in ordinal order of names; the leader's own is always there, perhaps empty.</param>
/// <param name="Warnings">Roles that no node has, in sentences.</param>
internal sealed record RunPlacement(IReadOnlyList<BarrierSlot> Slots, IReadOnlyList<PlacedHost> Hosts, IReadOnlyList<string> Warnings)
{
    /// <summary>Self-test of the nodes that host the run's torch learners; null for a run without any.</summary>
    public string? TorchSelfTest { get; private init; }

    /// <summary>The reason why the run cannot be placed now, as a sentence; null when it can.</summary>
    public string? Missing { get; private init; }

    /// <summary>Places all blocks of agents and all participants of their own on the nodes.</summary>
    /// <param name="nodes">Those that may be used, the leader among them.</param>
    /// <param name="maxNodes">Maximum number of nodes; 0 for all.</param>
    /// <param name="torchSelfTest">The one in the run's checkpoints; null before the first, and for a run without torch.</param>
    public static RunPlacement Of(
        string run, string leader, IReadOnlyList<Member> nodes, int maxNodes, Population population, IReadOnlyList<ParticipantDefinition> participants, string? torchSelfTest = null)
    {
        IReadOnlySet<int> torchBlocks = TorchBlocksOf(population);
        bool needsTorch = torchBlocks.Count > 0 || participants.Any(static participant => participant.NeedsTorch);
        TorchHosts torch = needsTorch ? TorchHosts.Of(run, nodes, torchSelfTest) : TorchHosts.Any(nodes);
        if (torch.Missing(run) is { } missing)
        {
            return new RunPlacement([], [], []) { Missing = missing };
        }

        IReadOnlyList<Member> chosen = Choose(run, leader, nodes, maxNodes, torch);
        IReadOnlyList<Member> onTorch = [.. chosen.Where(torch.Nodes.Contains)];
        var warnings = new List<string>(torch.Refusals);
        ILookup<string, int> blocks = Enumerable.Range(0, population.BlockCount).ToLookup(
            block => Best(torchBlocks.Contains(block) ? onTorch : chosen, NodeRoles.Agents, string.Create(CultureInfo.InvariantCulture, $"{run}/agents/{block}"), warnings), StringComparer.Ordinal);
        ILookup<string, string> others = participants.ToLookup(
            participant => Best(participant.NeedsTorch ? onTorch : chosen, participant.Role, $"{run}/{participant.Name}", warnings), participant => participant.Name, StringComparer.Ordinal);
        var slots = new List<BarrierSlot>();
        var hosts = new List<PlacedHost>();
        foreach (Member node in chosen.OrderBy(node => node.Name, StringComparer.Ordinal))
        {
            int first = slots.Count;
            slots.AddRange(Partitions(first, [.. blocks[node.Name]], node.Description.Threads));
            slots.AddRange(others[node.Name].Select((participant, number) => new BarrierSlot(slots.Count + number, [], participant)).ToList());
            hosts.Add(new PlacedHost(node, [.. slots.Skip(first)]));
        }

        return new RunPlacement(slots, [.. hosts.Where(host => host.Slots.Count > 0 || host.Node.Name == leader)], [.. warnings.Distinct(StringComparer.Ordinal)])
        {
            TorchSelfTest = torch.SelfTest,
        };
    }

    /// <summary>True when both place the same slots on the same incarnations.</summary>
    public bool IsLike(RunPlacement other) => Hosts.Count == other.Hosts.Count && Hosts.Zip(other.Hosts).All(pair => pair.First.IsLike(pair.Second));

    /// <summary>Blocks with agents whose policy acts on torch.</summary>
    private static HashSet<int> TorchBlocksOf(Population population) =>
    [
        .. population.Groups
            .Where(static group => group is { Count: > 0, Agent: LearningAgent { ActsOnTorch: true } })
            .SelectMany(group => Enumerable.Range(
                group.FirstAccount / population.BlockSize,
                ((group.FirstAccount + group.Count - 1) / population.BlockSize) - (group.FirstAccount / population.BlockSize) + 1)),
    ];

    // Of the nodes that are chosen, one at least may host what needs torch.
    private static IReadOnlyList<Member> Choose(string run, string leader, IReadOnlyList<Member> nodes, int maxNodes, TorchHosts torch)
    {
        if (maxNodes == 0 || nodes.Count <= maxNodes)
        {
            return nodes;
        }

        HashSet<string> able = torch.Nodes.Select(static node => node.Name).ToHashSet(StringComparer.Ordinal);
        List<string> others = [.. Rendezvous.Rank(run, nodes.Where(node => node.Name != leader).Select(node => (node.Name, node.Description.Threads)))];
        HashSet<string> names = [leader, .. others.Take(maxNodes - 1)];
        if (!names.Overlaps(able))
        {
            string best = others.First(able.Contains);
            names = [leader, .. others.Take(Math.Max(0, maxNodes - 2)), best];
        }

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
