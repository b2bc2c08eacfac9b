using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Tests.Store;

namespace MarketSim.Cluster.Tests.Observing;

public sealed class NodeHealthTests
{
    private readonly VirtualTimeProvider _clock = new();
    private readonly NodeStatus _status;

    public NodeHealthTests() => _status = new NodeStatus(Stored.Node("alpha", "a"), new NodeTimings(), _clock);

    [Fact]
    public void Node_is_down_until_broker_and_database_have_taken_it()
    {
        Expect(NodeCondition.Down, "not connected yet", "the database has not accepted this node yet");

        _status.Connected(incarnation: 7);
        Expect(NodeCondition.Down, "the database has not accepted this node yet");

        _status.Beaten();
        Expect(NodeCondition.Ok);
    }

    [Fact]
    public void Lost_broker_takes_a_node_down_and_a_new_connection_brings_it_back()
    {
        Begin();

        _status.Disconnected("the broker closed it");
        Expect(NodeCondition.Down, "not connected: the broker closed it");

        _status.Connected(incarnation: 8);
        Expect(NodeCondition.Ok);
        Assert.Equal(8, _status.Read().Incarnation);
    }

    [Fact]
    public void Late_beats_degrade_a_node_and_are_its_death_when_the_others_take_it_for_dead()
    {
        Begin();

        _clock.Advance(TimeSpan.FromSeconds(2.1));
        _status.StoreIsAway("no route");
        Expect(NodeCondition.Degraded, "the database last accepted a beat 2.1 s ago: no route");

        _clock.Advance(TimeSpan.FromSeconds(1));
        Expect(NodeCondition.Down, "the database last accepted a beat 3.1 s ago: no route");

        _status.Beaten();
        Expect(NodeCondition.Ok);
    }

    [Fact]
    public void Blocked_broker_and_leaving_only_degrade_a_node()
    {
        Begin();

        _status.Blocked(true);
        Expect(NodeCondition.Degraded, "the broker takes nothing for now: it is short of memory or disk");

        _status.Blocked(false);
        _status.Leaves();
        Expect(NodeCondition.Degraded, "the node is leaving");
    }

    [Fact]
    public void Lost_connection_is_blocked_no_longer()
    {
        Begin();

        _status.Blocked(true);
        _status.Disconnected("the broker closed it");

        Assert.False(_status.Read().IsBlocked);
    }

    private void Begin()
    {
        _status.Connected(incarnation: 7);
        _status.Beaten();
    }

    private void Expect(NodeCondition condition, params string[] reasons)
    {
        NodeHealth health = _status.Health();
        Assert.Equal(reasons, health.Reasons);
        Assert.Equal(condition, health.Condition);
    }
}
