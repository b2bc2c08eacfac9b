using Akka.Actor;
using Akka.Remote;
using MarketSim.Cluster.Membership;
using static Akka.Cluster.ClusterEvent;

namespace MarketSim.Cluster.Remoting;

/// <summary>Watches its own system's way into the cluster, and ends the system when other nodes have shut it out.</summary>
internal sealed class AdmissionActor : ReceiveActor, IWithTimers
{
    private readonly NodeDescription _self;
    private readonly TimeSpan _patience;
    private readonly KnownNodes _known;
    private readonly TaskCompletionSource<string?> _answer;
    private readonly Dictionary<Akka.Cluster.UniqueAddress, Akka.Cluster.Member> _members = [];
    private readonly HashSet<Akka.Cluster.UniqueAddress> _unreachable = [];
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

    /// <param name="patience">Time to wait until the failure of another node with the same name, which may have just crashed, is detected.</param>
    /// <param name="known">Learns the addresses of the members.</param>
    /// <param name="answer">Completed with why the node is refused, or with null when it is admitted.</param>
    public AdmissionActor(NodeDescription self, TimeSpan patience, KnownNodes known, TaskCompletionSource<string?> answer)
    {
        _self = self;
        _patience = patience;
        _known = known;
        _answer = answer;
        Receive<IMemberEvent>(change => Track(change.Member));
        Receive<ReachabilityEvent>(Track);
        Receive<AdmissionTimedOut>(_ => Decide(isLast: true));
        Receive<ThisActorSystemQuarantinedEvent>(quarantined => OnQuarantined(quarantined.RemoteAddress));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
        _cluster.Subscribe(Self, SubscriptionInitialStateMode.InitialStateAsEvents, typeof(IMemberEvent), typeof(ReachabilityEvent));
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    private void Track(Akka.Cluster.Member member)
    {
        if (member.Status is Akka.Cluster.MemberStatus.Removed)
        {
            _members.Remove(member.UniqueAddress);
        }
        else
        {
            _members[member.UniqueAddress] = member;
            _known.Add(NodeAddresses.TextOf(member.Address));
        }

        Decide(isLast: false);
    }

    private void Track(ReachabilityEvent change)
    {
        if (change is UnreachableMember)
        {
            _unreachable.Add(change.Member.UniqueAddress);
        }
        else
        {
            _unreachable.Remove(change.Member.UniqueAddress);
        }

        Decide(isLast: false);
    }

    // A node that was frozen holds the others for dead when it wakes: once they have removed it, its opinion must not end them.
    private void OnQuarantined(Address by)
    {
        bool isUp = _members.GetValueOrDefault(_cluster.SelfUniqueAddress)?.Status is Akka.Cluster.MemberStatus.Up;
        if (!isUp || _members.Keys.Any(member => member.Address.Equals(by)))
        {
            _cluster.Down(_cluster.SelfAddress);
        }
    }

    private void Decide(bool isLast)
    {
        List<Member> others = Others();
        if (Admission.RefusalOf(_self, others) is { } refusal)
        {
            _answer.TrySetResult(refusal);
        }
        else if (_members.GetValueOrDefault(_cluster.SelfUniqueAddress)?.Status is not Akka.Cluster.MemberStatus.Up)
        {
            // Decided when it is.
        }
        else if (Admission.NamesakeOf(_self, others) is not { } namesake)
        {
            _answer.TrySetResult(null);
        }
        else if (isLast)
        {
            _answer.TrySetResult(
                $"The cluster has a node {namesake.Name} already, at {Incarnation.AddressOf(namesake.Incarnation)}; give this one another name (--name), or end that one first.");
        }
        else if (!Timers.IsTimerActive(nameof(AdmissionTimedOut)))
        {
            Timers.StartSingleTimer(nameof(AdmissionTimedOut), AdmissionTimedOut.Instance, _patience);
        }
    }

    /// <summary>The members that were up before this node: of two, the newcomer gives way.</summary>
    private List<Member> Others()
    {
        Akka.Cluster.Member? self = _members.GetValueOrDefault(_cluster.SelfUniqueAddress);
        var others = new List<Member>();
        foreach (Akka.Cluster.Member member in _members.Values.Where(IsUp).Order(Akka.Cluster.Member.AgeOrdering))
        {
            if (self is not null && member.IsOlderThan(self) && DescriptionRoles.TryDecode(member.Roles, out NodeDescription? description))
            {
                others.Add(new Member(
                    NodeAddresses.IncarnationOf(description.Name, member.UniqueAddress),
                    description,
                    others.Count + 1,
                    !_unreachable.Contains(member.UniqueAddress),
                    member.Status is Akka.Cluster.MemberStatus.Leaving));
            }
        }

        return others;
    }

    private static bool IsUp(Akka.Cluster.Member member) => member.Status is Akka.Cluster.MemberStatus.Up or Akka.Cluster.MemberStatus.Leaving;

    private sealed class AdmissionTimedOut
    {
        public static AdmissionTimedOut Instance { get; } = new();
    }
}
