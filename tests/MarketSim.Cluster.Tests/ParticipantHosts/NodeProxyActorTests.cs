using Akka.Actor;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Messages;
using MarketSim.Cluster.ParticipantHosts;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Elements;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Running;
using MarketSim.TestKit.Actors;

namespace MarketSim.Cluster.Tests.ParticipantHosts;

/// <summary>The proxy of a node, in virtual time, before a node that answers only what the test says.</summary>
public sealed class NodeProxyActorTests : IDisposable
{
    private const string Leader = "leader@leader:1#1";

    private static readonly Member Node = new(
        "alpha@alpha:1#3", new NodeDescription("alpha", "host", NodeRoles.All, 1, "1", "build", "arithmetic"), Age: 1, IsReachable: true, IsLeaving: false);

    private readonly VirtualTimeProvider _time;
    private readonly SeededSystem _system;
    private readonly RecordingPeers _peers = new();
    private readonly ParentProbe _parent = new();
    private readonly IActorRef _proxy;

    public NodeProxyActorTests()
    {
        _time = new VirtualTimeProvider(() => _system!.Executor.RunUntilIdle());
        _system = new SeededSystem("leader", seed: 1, _time);
        var place = new PlaceParticipants("run", 5, "yaml", "digest", Manifest: null, Slots: [], Leader);
        var plan = new NodeProxyPlan("run", 5, Node, place, _peers, new NodeTimings(), _time, new RunGauge());
        IActorRef? proxy = null;
        _system.Start(ActorFactory.Of(() => new Parent(_parent, context => proxy = context.ActorOf(ActorFactory.Of(() => new NodeProxyActor(plan)), "proxy"))), "parent");
        _proxy = proxy!;
    }

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Request_that_the_node_has_not_received_is_sent_again_and_not_before()
    {
        Assert.Equal(1, _peers.Requests);

        Hear(new Pong(LastReceived: 0, LastAnswered: 0, IsLeaving: false));
        Assert.Equal(1, _peers.Requests);

        _time.Advance(TimeSpan.FromSeconds(0.6));
        Hear(new Pong(LastReceived: 0, LastAnswered: 0, IsLeaving: false));
        Assert.Equal(2, _peers.Requests);
    }

    [Fact]
    public void Request_that_the_node_works_on_is_not_sent_again()
    {
        for (int beat = 0; beat < 20; beat++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Hear(new Pong(LastReceived: 1, LastAnswered: 0, IsLeaving: false));
        }

        Assert.Equal(1, _peers.Requests);
        Assert.Empty(_parent.Lost);
    }

    [Fact]
    public void Silent_node_is_lost_after_its_time()
    {
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Empty(_parent.Lost);

        _time.Advance(TimeSpan.FromSeconds(0.7));
        Assert.Equal((5, HostLoss.Silent), (Assert.Single(_parent.Lost).Epoch, _parent.Lost[0].Loss));
    }

    [Fact]
    public void Node_that_is_no_longer_a_member_is_lost_at_once_and_once()
    {
        var changed = new MembersChanged(new MembershipView(Leader, []));
        _system.Tell(_proxy, changed);
        _system.Tell(_proxy, changed);

        Assert.Equal(HostLoss.Gone, Assert.Single(_parent.Lost).Loss);
    }

    [Fact]
    public void Node_that_cannot_be_reached_is_lost_before_it_was_silent_for_long()
    {
        _system.Tell(_proxy, new MembersChanged(new MembershipView(Leader, [Node])));
        Assert.Empty(_parent.Lost);

        _system.Tell(_proxy, new MembersChanged(new MembershipView(Leader, [Node with { IsReachable = false }])));
        Assert.Equal(HostLoss.Unreachable, Assert.Single(_parent.Lost).Loss);
    }

    [Fact]
    public void Lost_association_with_another_node_is_not_this_ones_affair()
    {
        _system.Tell(_proxy, new AssociationLost("beta@beta:1#9", "reset"));
        Assert.Empty(_parent.Lost);

        _system.Tell(_proxy, new AssociationLost(Node.Incarnation, "reset"));
        Assert.Equal(HostLoss.Unreachable, Assert.Single(_parent.Lost).Loss);
    }

    [Fact]
    public void Node_that_wants_to_leave_is_reported_once_and_continues()
    {
        Hear(new Pong(LastReceived: 1, LastAnswered: 0, IsLeaving: true));
        Hear(new Pong(LastReceived: 1, LastAnswered: 0, IsLeaving: true));

        Assert.Equal(Node, Assert.Single(_parent.Leaving).Node);
        Assert.Empty(_parent.Lost);
    }

    private void Hear(object message)
    {
        _system.Tell(_proxy, new FrameReceived(new Frame(new FrameHeader("run", 5, Node.Incarnation, 1, -1), [new SlotMessage(SlotMessage.NoSlot, message)])));
    }

    private sealed class Parent : UntypedActor
    {
        private readonly ParentProbe _probe;

        public Parent(ParentProbe probe, Action<IActorContext> begin)
        {
            _probe = probe;
            begin(Context);
        }

        protected override void OnReceive(object message)
        {
            if (message is HostLost lost)
            {
                _probe.Lost.Add(lost);
            }
            else if (message is HostLeaves leaves)
            {
                _probe.Leaving.Add(leaves);
            }
        }
    }

    private sealed class ParentProbe
    {
        public List<HostLost> Lost { get; } = [];

        public List<HostLeaves> Leaving { get; } = [];
    }

    /// <summary>Counts what is asked of the node; pings apart.</summary>
    private sealed class RecordingPeers : IPeers
    {
        private readonly FrameReader _reader = new(new FrameFaults(new System.Diagnostics.Metrics.Meter("test")));

        public string Self => Leader;

        public int Requests { get; private set; }

        public void Send(string incarnation, ReadOnlyMemory<byte> frame)
        {
            Assert.Equal(Node.Incarnation, incarnation);
            Assert.True(_reader.TryRead(frame, out Frame? read, out _));
            Requests += read.Messages[0].Message is Ping ? 0 : 1;
        }
    }
}
