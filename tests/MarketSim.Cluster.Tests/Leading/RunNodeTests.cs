using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Placement;
using MarketSim.Engine.Definitions;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Tests.Leading;

/// <summary>What a page of a run is told of the nodes.</summary>
public sealed class RunNodeTests
{
    private static readonly Population Crowd = ScenarioCatalog.Read("quickstart").ToMarket().Population;
    private static readonly ParticipantDefinition Learner = new("learner-trader", NodeRoles.Learner, Weight: 1, _ => throw new InvalidOperationException("not made here"));

    [Fact]
    public void Members_and_what_is_placed_on_them_arrive_as_the_leader_sees_them()
    {
        Member[] members = [Node("a", 1), Node("b", 2), Node("c", 3) with { IsReachable = false }];
        RunPlacement placement = RunPlacement.Of("run", "a", members[..2], maxNodes: 0, Crowd, [Learner]);

        IReadOnlyList<RunNode> told = Told(members, placement);

        Assert.Equal(["a", "b", "c"], told.Select(static node => node.Name), StringComparer.Ordinal);
        Assert.Equal([true, false, false], told.Select(static node => node.IsLeader));
        Assert.Equal([true, true, false], told.Select(static node => node.IsReachable));
        Assert.Equal(Crowd.Count, told.Sum(static node => node.Agents));
        Assert.All(told.Take(2), static node => Assert.NotEqual(0, node.Agents));
        Assert.Equal((0, 0), (told[2].Agents, told[2].Partitions));
        Assert.Equal("learner-trader", Assert.Single(told.SelectMany(static node => node.Participants)));
        Assert.Equal(placement.Slots.Count, told.Sum(static node => node.Partitions + node.Participants.Count));
    }

    [Fact]
    public void Host_that_is_no_member_any_more_is_shown_with_what_was_on_it()
    {
        Member[] members = [Node("a", 1), Node("b", 2)];
        RunPlacement placement = RunPlacement.Of("run", "a", members, maxNodes: 0, Crowd, []);

        IReadOnlyList<RunNode> told = Told(members[..1], placement);

        Assert.Equal(("b", 0, false), (told[1].Name, told[1].Age, told[1].IsReachable));
        Assert.Equal(Crowd.Count, told.Sum(static node => node.Agents));
    }

    private static IReadOnlyList<RunNode> Told(IReadOnlyList<Member> members, RunPlacement placement)
    {
        var board = new ProgressBoard(TimeProvider.System, new RunGauge());
        var view = new MembershipView(members[0].Incarnation, [.. members]);
        return ClusterProgress.Parse(board.ToJson(RunNode.Of(view, placement, "a", Crowd)))!.Nodes;
    }

    private static Member Node(string name, int age) =>
        new($"{name}@{name}:1#1", new NodeDescription(name, name, NodeRoles.All, Threads: 2, "1", "build", "arithmetic"), age, IsReachable: true, IsLeaving: false);
}
