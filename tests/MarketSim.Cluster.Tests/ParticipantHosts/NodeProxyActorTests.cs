using Akka.Actor;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.ParticipantHosts;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Running;
using MarketSim.TestKit.Actors;

namespace MarketSim.Cluster.Tests.ParticipantHosts;

/// <summary>The far end of a node, in virtual time, before a node that answers only what the test says.</summary>
public sealed class NodeProxyActorTests : IDisposable
{
    private static readonly NodeRecord Node = new(
        new NodeDescription("alpha", "process", "host", NodeRoles.All, 1, "1", "build", "arithmetic"), Incarnation: 3, new NodeLoad(0, 0, 0, IsLeaving: false), TimeSpan.Zero);

    private readonly VirtualTimeProvider _time;
    private readonly SeededSystem _system;
    private readonly RecordingConnection _connection = new();
    private readonly ParentProbe _parent = new();
    private readonly IActorRef _carrier;

    public NodeProxyActorTests()
    {
        _time = new VirtualTimeProvider(() => _system!.Executor.RunUntilIdle());
        _system = new SeededSystem("leader", seed: 1, _time);
        var place = new PlaceParticipants("run", 5, "yaml", "digest", Manifest: null, Slots: [], "node.leader.1");
        var plan = new NodeProxyPlan("run", 5, Node, place, _connection, new NodeTimings(), _time, new RunGauge());
        IActorRef? proxy = null;
        _system.Start(ActorFactory.Of(() => new Parent(_parent, context => proxy = context.ActorOf(ActorFactory.Of(() => new NodeProxyActor(plan)), "proxy"))), "parent");
        _carrier = proxy!;
    }

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Request_that_the_node_has_not_received_is_sent_again_and_not_before()
    {
        Assert.Equal(1, _connection.Requests);

        Hear(new Pong(LastReceived: 0, LastAnswered: 0));
        Assert.Equal(1, _connection.Requests);

        _time.Advance(TimeSpan.FromSeconds(0.6));
        Hear(new Pong(LastReceived: 0, LastAnswered: 0));
        Assert.Equal(2, _connection.Requests);
    }

    [Fact]
    public void Request_that_the_node_works_on_is_not_sent_again()
    {
        for (int beat = 0; beat < 20; beat++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Hear(new Pong(LastReceived: 1, LastAnswered: 0));
        }

        Assert.Equal(1, _connection.Requests);
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
    public void Silence_while_the_broker_takes_nothing_is_no_loss()
    {
        _system.Tell(_carrier, new BrokerBlocked(IsBlocked: true));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(_parent.Lost);

        _system.Tell(_carrier, new BrokerBlocked(IsBlocked: false));
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Empty(_parent.Lost);
        _time.Advance(TimeSpan.FromSeconds(0.7));
        Assert.Single(_parent.Lost);
    }

    [Fact]
    public void Node_whose_inbox_is_gone_is_lost_at_once_and_once()
    {
        _system.Tell(_carrier, new InboxGone(Node.Inbox));
        _system.Tell(_carrier, new InboxGone(Node.Inbox));

        Assert.Equal(HostLoss.Gone, Assert.Single(_parent.Lost).Loss);
    }

    private void Hear(object message)
    {
        _system.Tell(_carrier, new FrameReceived(new Frame(new FrameHeader("run", 5, Node.Inbox, 1, -1), [new SlotMessage(SlotMessage.NoSlot, message)])));
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
        }
    }

    private sealed class ParentProbe
    {
        public List<HostLost> Lost { get; } = [];
    }

    /// <summary>Counts what is asked of the node; pings apart.</summary>
    private sealed class RecordingConnection : ITransportConnection
    {
        private readonly FrameReader _reader = new(new FrameFaults(new System.Diagnostics.Metrics.Meter("test")));

        public string Inbox => "node.leader.1";

        public int Requests { get; private set; }

        public void Send(string inbox, ReadOnlyMemory<byte> body)
        {
            Assert.Equal(Node.Inbox, inbox);
            Assert.True(_reader.TryRead(body, out Frame? frame, out _));
            Requests += frame.Messages[0].Message is Ping ? 0 : 1;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
