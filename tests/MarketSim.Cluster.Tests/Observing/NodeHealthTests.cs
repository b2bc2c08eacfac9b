using Akka.Actor;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Observing;

namespace MarketSim.Cluster.Tests.Observing;

public sealed class NodeHealthTests
{
    private const string Self = "alpha@alpha:1#1";

    private static readonly NodeDescription Alpha = new("alpha", "host", NodeRoles.All, Threads: 2, "1", "build", "arithmetic");

    private readonly VirtualTimeProvider _clock = new();
    private readonly NodeStatus _status;

    public NodeHealthTests() => _status = new NodeStatus(Alpha, new NodeTimings(), _clock);

    [Fact]
    public void Node_is_down_until_it_is_a_member_and_the_store_has_answered()
    {
        _status.Begins(ActorRefs.Nobody, Self);
        Expect(NodeCondition.Down, "not a member of the cluster yet: no seed node has let it in", "the store has not answered yet");

        _status.Sees(Members(isBetaReachable: true));
        Expect(NodeCondition.Down, "the store has not answered yet");

        _status.StoreReached();
        Expect(NodeCondition.Ok);
    }

    [Fact]
    public void Node_that_was_removed_from_the_cluster_is_down_until_it_has_joined_again()
    {
        Begin();

        _status.Sees(new MembershipView(Self, []));
        Expect(NodeCondition.Down, "not a member of the cluster yet: no seed node has let it in");

        _status.Sees(Members(isBetaReachable: true));
        Expect(NodeCondition.Ok);
    }

    [Fact]
    public void Store_that_does_not_answer_degrades_a_node_and_then_takes_it_down()
    {
        Begin();

        _clock.Advance(TimeSpan.FromSeconds(2.1));
        _status.StoreIsAway("no route");
        Expect(NodeCondition.Degraded, "the store last answered 2.1 s ago: no route");

        _clock.Advance(TimeSpan.FromSeconds(1));
        Expect(NodeCondition.Down, "the store last answered 3.1 s ago: no route");

        _status.StoreReached();
        Expect(NodeCondition.Ok);
    }

    [Fact]
    public void Unreachable_member_and_leaving_only_degrade_a_node()
    {
        Begin();

        _status.Sees(Members(isBetaReachable: false));
        Expect(NodeCondition.Degraded, "cannot reach beta");

        _status.Sees(Members(isBetaReachable: true));
        _status.Leaves();
        Expect(NodeCondition.Degraded, "the node is leaving");
    }

    private static MembershipView Members(bool isBetaReachable) => new(
        Self,
        [
            new Member(Self, Alpha, Age: 1, IsReachable: true, IsLeaving: false),
            new Member("beta@beta:1#2", Alpha with { Name = "beta" }, Age: 2, isBetaReachable, IsLeaving: false),
        ]);

    private void Begin()
    {
        _status.Begins(ActorRefs.Nobody, Self);
        _status.Sees(Members(isBetaReachable: true));
        _status.StoreReached();
    }

    private void Expect(NodeCondition condition, params string[] reasons)
    {
        NodeHealth health = _status.Health();
        Assert.Equal(reasons, health.Reasons);
        Assert.Equal(condition, health.Condition);
    }
}
