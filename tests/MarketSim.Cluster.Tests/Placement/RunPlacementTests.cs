using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Placement;
using MarketSim.Engine.Definitions;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Tests.Placement;

public sealed class RunPlacementTests
{
    // A thousand agents in 125 blocks.
    private static readonly Population Crowd = ScenarioCatalog.Read("quickstart").ToMarket().Population;

    private static readonly ParticipantDefinition Learner = new("learner", NodeRoles.Learner, Weight: 1, _ => throw new InvalidOperationException("not made here"));

    [Fact]
    public void Every_block_and_participant_has_one_slot_and_slots_have_no_gaps()
    {
        RunPlacement placement = Place([Node("a", 2), Node("b", 4), Node("c", 1)]);

        Assert.Equal(Enumerable.Range(0, Crowd.BlockCount), placement.Slots.SelectMany(slot => slot.Blocks).Order());
        Assert.Single(placement.Slots, slot => slot.Participant == "learner");
        Assert.Equal(Enumerable.Range(0, placement.Slots.Count), placement.Slots.Select(slot => slot.Index));
        Assert.Equal(placement.Slots, placement.Hosts.SelectMany(host => host.Slots));
    }

    [Fact]
    public void Node_has_as_many_partitions_as_threads()
    {
        RunPlacement placement = Place([Node("a", 2, NodeRoles.Agents), Node("b", 4, NodeRoles.Agents), Node("m", 2, NodeRoles.Market, NodeRoles.Learner)], leader: "m");

        Assert.Equal(["a 2", "b 4", "m 1"], placement.Hosts.Select(host => $"{host.Node.Name} {host.Slots.Count}"), StringComparer.Ordinal);
        Assert.Empty(placement.Warnings);
    }

    [Fact]
    public void Roles_that_no_node_has_are_taken_by_any_with_a_warning()
    {
        RunPlacement placement = Place([Node("a", 2, NodeRoles.Agents)]);

        Assert.Equal("No live node has the role learner; any node takes it.", Assert.Single(placement.Warnings));
        Assert.Single(placement.Hosts);
    }

    [Fact]
    public void Run_is_spread_over_no_more_nodes_than_it_may_and_the_leader_is_one()
    {
        RunPlacement placement = Place([Node("a", 2), Node("b", 2), Node("c", 2), Node("d", 2)], leader: "c", maxNodes: 2);

        Assert.Equal(2, placement.Hosts.Count);
        Assert.Contains(placement.Hosts, host => host.Node.Name == "c");
    }

    [Fact]
    public void Another_incarnation_is_another_placement()
    {
        Member[] nodes = [Node("a", 2), Node("b", 2)];

        Assert.True(Place(nodes).IsLike(Place(nodes)));
        Assert.False(Place(nodes).IsLike(Place([nodes[0], nodes[1] with { Incarnation = "b@b:1#9" }])));
        Assert.False(Place(nodes).IsLike(Place([nodes[0]])));
    }

    [Fact]
    public void What_needs_torch_is_placed_on_nodes_of_one_self_test_and_nothing_else_is_moved()
    {
        Member[] nodes = [Node("a", 2), OnTorch("b", "one"), OnTorch("c", "other"), OnTorch("d", "one")];
        RunPlacement free = Place(nodes);
        RunPlacement first = PlaceOnTorch(nodes, recorded: null);
        RunPlacement later = PlaceOnTorch(nodes, recorded: "other");

        Assert.Equal("one", first.TorchSelfTest);
        Assert.Contains(HostOfLearner(first), new[] { "b", "d" }, StringComparer.Ordinal);
        Assert.Equal("other", later.TorchSelfTest);
        Assert.Equal("c", HostOfLearner(later));
        Assert.Null(free.TorchSelfTest);
        Assert.Equal(
            free.Hosts.Select(host => (host.Node.Name, string.Join(' ', host.Slots.SelectMany(slot => slot.Blocks).Order()))),
            first.Hosts.Select(host => (host.Node.Name, string.Join(' ', host.Slots.SelectMany(slot => slot.Blocks).Order()))));
        Assert.Contains(first.Warnings, warning => warning.StartsWith("Node c hosts no learner of run run: its processor computes other", StringComparison.Ordinal));
        Assert.Contains(first.Warnings, warning => warning.StartsWith("Node a hosts no learner of run run: it does not offer torch", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_that_no_node_can_host_on_torch_is_not_placed_and_says_why()
    {
        RunPlacement placement = PlaceOnTorch([Node("a", 2), OnTorch("b", "one")], recorded: "third");

        Assert.Empty(placement.Slots);
        Assert.Contains("self-test third", placement.Missing, StringComparison.Ordinal);
        Assert.Contains("Node b hosts no learner", placement.Missing, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_few_nodes_one_may_host_the_learner()
    {
        Member[] nodes = [Node("a", 2), Node("b", 2), Node("c", 2), OnTorch("d", "one")];

        RunPlacement placement = PlaceOnTorch(nodes, recorded: null, maxNodes: 2);

        Assert.Equal("d", HostOfLearner(placement));
        Assert.Equal(2, placement.Hosts.Count);
    }

    private static string HostOfLearner(RunPlacement placement) =>
        placement.Hosts.Single(host => host.Slots.Any(slot => slot.Participant == "learner")).Node.Name;

    private static RunPlacement PlaceOnTorch(IReadOnlyList<Member> nodes, string? recorded, int maxNodes = 0) =>
        RunPlacement.Of("run", "a", nodes, maxNodes, Crowd, [Learner with { NeedsTorch = true }], recorded);

    private static Member OnTorch(string name, string selfTest)
    {
        Member node = Node(name, 2);
        return node with { Description = node.Description with { TorchSelfTest = selfTest } };
    }

    private static RunPlacement Place(IReadOnlyList<Member> nodes, string leader = "a", int maxNodes = 0) =>
        RunPlacement.Of("run", leader, nodes, maxNodes, Crowd, [Learner]);

    private static Member Node(string name, int threads, params string[] roles) => new(
        $"{name}@{name}:1#1",
        new NodeDescription(name, "host", roles.Length == 0 ? NodeRoles.All : roles, threads, "1", "build", "arithmetic"),
        Age: 1,
        IsReachable: true,
        IsLeaving: false);
}
