using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Remote;
using MarketSim.Cluster.Membership;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Remoting;

/// <summary>
/// Receives everything that other nodes send to this one, and what Akka knows of them, and passes it on to the listener, one call at a time. Its path is
/// the same on every node: <see cref="Name"/>.
/// </summary>
internal sealed class PeersActor : ReceiveActor, IWithTimers
{
    public const string Name = "peers";

    private readonly NodeAddresses _addresses;
    private readonly TimeSpan _probeInterval;
    private readonly ILogger _logger;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly MembershipTracker _members;
    private readonly FrameAssembler<Address> _assembler = new();
    private readonly RefusalLog _refusals;
    private readonly Dictionary<UniqueAddress, Node?> _nodes = [];
    private readonly Dictionary<UniqueAddress, Akka.Cluster.Member> _up = [];
    private IClusterListener? _listener;

    /// <param name="probeInterval">Between two probes of a member whose association was lost.</param>
    public PeersActor(NodeAddresses addresses, TimeSpan probeInterval, ILogger logger)
    {
        _addresses = addresses;
        _probeInterval = probeInterval;
        _logger = logger;
        _refusals = new RefusalLog(logger);
        _members = new MembershipTracker(addresses.Self);

        Receive<WireFrame>(frame => Deliver(frame.Receiver, frame.Frame));
        Receive<WireChunk>(Assemble);
        Receive<WireProbe>(Answer);
        Receive<WireProbeAnswer>(Learn);
        Receive<RefusedMessage>(_refusals.Add);
        Receive<AttachListener>(attach => Attach(attach.Listener));
        Receive<ProbeDue>(_ => Probe());

        Receive<ClusterEvent.CurrentClusterState>(Begin);
        Receive<ClusterEvent.ReachabilityEvent>(change => Reach(change.Member, change is ClusterEvent.ReachableMember));
        Receive<ClusterEvent.IMemberEvent>(change => Show(Track(change.Member)));

        Receive<DisassociatedEvent>(lost => Lose(lost.RemoteAddress, "disassociated"));
        Receive<AssociationErrorEvent>(lost => Lose(lost.RemoteAddress, lost.Cause.GetBaseException().Message));
        Receive<QuarantinedEvent>(lost => Lose(lost.Address, "quarantined"));
        Receive<ThisActorSystemQuarantinedEvent>(lost => Lose(lost.RemoteAddress, "it has quarantined this node"));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        EventStream events = Context.System.EventStream;
        events.Subscribe(Self, typeof(DisassociatedEvent));
        events.Subscribe(Self, typeof(AssociationErrorEvent));
        events.Subscribe(Self, typeof(QuarantinedEvent));
        events.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
        _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.ReachabilityEvent));
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    private void Deliver(int receiver, ReadOnlyMemory<byte> frame)
    {
        if (receiver != _addresses.Uid)
        {
            RemotingMeters.ForEarlierIncarnation();
        }
        else if (_listener is null)
        {
            RemotingMeters.BeforeListener();
        }
        else
        {
            _listener.Received(frame);
        }
    }

    private void Assemble(WireChunk chunk)
    {
        if (chunk.Receiver != _addresses.Uid)
        {
            RemotingMeters.ForEarlierIncarnation();
            return;
        }

        long dropped = _assembler.Dropped;
        if (_assembler.Add(Sender.Path.Address, chunk) is { } frame)
        {
            Deliver(chunk.Receiver, frame);
        }

        RemotingMeters.Incomplete(_assembler.Dropped - dropped);
    }

    private void Attach(IClusterListener listener)
    {
        _listener = listener;
        listener.MembersChanged(_members.View);
    }

    private void Begin(ClusterEvent.CurrentClusterState state)
    {
        foreach (Akka.Cluster.Member member in state.Members)
        {
            Track(member);
        }

        foreach (Akka.Cluster.Member member in state.Unreachable)
        {
            Reach(member, isReachable: false);
        }

        Show(changed: true);
    }

    /// <returns>True when the view of the members has changed.</returns>
    private bool Track(Akka.Cluster.Member member)
    {
        if (NodeOf(member) is not { } node)
        {
            return false;
        }

        if (member.Status is MemberStatus.Up or MemberStatus.Leaving)
        {
            _up[member.UniqueAddress] = member;
            ShowAges();
            return true;
        }

        if (member.Status is MemberStatus.Removed)
        {
            _nodes.Remove(member.UniqueAddress);
            _assembler.Forget(member.Address);
        }

        _up.Remove(member.UniqueAddress);
        ShowAges();
        return _members.Leave(node.Incarnation);
    }

    /// <summary>Akka tells who is older, not how old; one that leaves makes the others older.</summary>
    private void ShowAges()
    {
        int age = 0;
        foreach (Akka.Cluster.Member member in _up.Values.Order(Akka.Cluster.Member.AgeOrdering))
        {
            (string incarnation, NodeDescription description) = _nodes[member.UniqueAddress]!;
            _members.Join(incarnation, description, ++age, member.Status is MemberStatus.Leaving);
        }
    }

    /// <summary>The node of a member; null for a member without a node's description.</summary>
    private Node? NodeOf(Akka.Cluster.Member member)
    {
        if (!_nodes.TryGetValue(member.UniqueAddress, out Node? node))
        {
            if (DescriptionRoles.TryDecode(member.Roles, out NodeDescription? description))
            {
                node = new Node(NodeAddresses.IncarnationOf(description.Name, member.UniqueAddress), description);
            }
            else
            {
                _logger.MemberIsNoNode(member.Address.ToString());
            }

            _nodes.Add(member.UniqueAddress, node);
        }

        return node;
    }

    private void Reach(Akka.Cluster.Member member, bool isReachable)
    {
        if (NodeOf(member) is { } node)
        {
            Show(_members.SetReachable(node.Incarnation, isReachable));
        }
    }

    private void Lose(Address address, string reason)
    {
        _assembler.Forget(address);
        string text = NodeAddresses.TextOf(address);
        foreach (string incarnation in _members.Lose(text))
        {
            _logger.AssociationLost(incarnation, reason);
            _listener?.AssociationLost(incarnation, reason);
            Show(changed: true);
        }

        Probe();
    }

    private void Probe()
    {
        foreach ((string incarnation, long number) in _members.Lost)
        {
            Peer peer = _addresses.Find(incarnation);
            peer.Ref.Tell(new WireProbe(peer.Uid, _addresses.Uid, number), Self);
        }

        if (_members.Lost.Count > 0)
        {
            Timers.StartSingleTimer(nameof(ProbeDue), ProbeDue.Instance, _probeInterval);
        }
    }

    private void Answer(WireProbe probe)
    {
        if (probe.Receiver == _addresses.Uid)
        {
            Sender.Tell(new WireProbeAnswer(probe.Sender, _addresses.Uid, probe.Number), Self);
        }
    }

    private void Learn(WireProbeAnswer answer)
    {
        string address = NodeAddresses.TextOf(Sender.Path.Address);
        string? incarnation = _members.Lost.Keys.FirstOrDefault(
            lost => Incarnation.AddressOf(lost) == address && Incarnation.UidOf(lost) == answer.Sender);
        if (answer.Receiver == _addresses.Uid && incarnation is not null && _members.Answer(incarnation, answer.Number))
        {
            _logger.AssociationBack(incarnation);
            Show(changed: true);
        }
    }

    private void Show(bool changed)
    {
        if (changed)
        {
            _listener?.MembersChanged(_members.View);
        }
    }

    internal sealed record AttachListener(IClusterListener Listener);

    private sealed record Node(string Incarnation, NodeDescription Description);

    private sealed class ProbeDue
    {
        public static ProbeDue Instance { get; } = new();
    }
}
