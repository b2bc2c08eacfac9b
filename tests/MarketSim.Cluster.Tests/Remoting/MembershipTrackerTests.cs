using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Remoting;

namespace MarketSim.Cluster.Tests.Remoting;

public sealed class MembershipTrackerTests
{
    private const string Self = "a@h:1#1";
    private const string Other = "b@h:2#2";
    private readonly MembershipTracker _tracker = new(Self);

    public MembershipTrackerTests()
    {
        _tracker.Join(Other, TestNode.Description("b"), 1, isLeaving: false);
        _tracker.Join(Self, TestNode.Description("a"), 2, isLeaving: false);
    }

    [Fact]
    public void Members_are_in_the_order_of_their_names() => Assert.Equal([Self, Other], _tracker.View.Members.Select(member => member.Incarnation), StringComparer.Ordinal);

    [Fact]
    public void A_member_whose_association_was_lost_is_reachable_again_after_it_answered_a_later_probe()
    {
        Assert.Equal([Other], _tracker.Lose("h:2"));
        long probe = _tracker.Lost[Other];

        Assert.False(_tracker.View.IsReachable(Other));
        Assert.True(_tracker.Answer(Other, probe));
        Assert.True(_tracker.View.IsReachable(Other));
        Assert.Empty(_tracker.Lost);
    }

    [Fact]
    public void An_answer_to_a_probe_from_before_the_last_loss_shows_nothing()
    {
        _tracker.Lose("h:2");
        long early = _tracker.Lost[Other];
        Assert.Empty(_tracker.Lose("h:2"));

        Assert.False(_tracker.Answer(Other, early));
        Assert.False(_tracker.View.IsReachable(Other));
    }

    [Fact]
    public void Answers_do_not_make_up_for_missing_heartbeats()
    {
        _tracker.Lose("h:2");
        Assert.True(_tracker.SetReachable(Other, isReachable: false));
        _tracker.Answer(Other, _tracker.Lost[Other]);

        Assert.False(_tracker.View.IsReachable(Other));
        Assert.True(_tracker.SetReachable(Other, isReachable: true));
        Assert.True(_tracker.View.IsReachable(Other));
    }

    [Fact]
    public void Heartbeats_do_not_make_up_for_a_lost_association()
    {
        _tracker.Lose("h:2");
        _tracker.SetReachable(Other, isReachable: false);
        _tracker.SetReachable(Other, isReachable: true);

        Assert.False(_tracker.View.IsReachable(Other));
    }

    [Fact]
    public void The_next_incarnation_at_an_address_begins_reachable()
    {
        _tracker.Lose("h:2");
        Assert.True(_tracker.Leave(Other));
        _tracker.Join("b@h:2#3", TestNode.Description("b"), 3, isLeaving: false);

        Assert.True(_tracker.View.IsReachable("b@h:2#3"));
        Assert.False(_tracker.View.IsReachable(Other));
        Assert.False(_tracker.Leave(Other));
    }

    [Fact]
    public void A_node_never_loses_itself()
    {
        Assert.Empty(_tracker.Lose("h:1"));
        Assert.True(_tracker.View.IsReachable(Self));
    }
}
