using Akka.Actor;
using Akka.Cluster;
using MarketSim.Cluster.Membership;
using Microsoft.Extensions.Logging;
using static Akka.Cluster.ClusterEvent;

namespace MarketSim.Cluster.Remoting;

/// <summary>
/// Extends <see cref="OldestLease"/> while this node is the oldest member, and takes it over from one that is no longer a member. When a node that never was
/// a member keeps it, that one is the oldest of another cluster; this cluster is the second, and its nodes leave it one after the other and join the first.
/// </summary>
internal sealed class OldestMemberActor : ReceiveActor, IWithTimers
{
    private readonly OldestLease _lease;
    private readonly string _self;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly Action<bool> _endedAsLast;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly Dictionary<string, Akka.Cluster.MemberStatus> _members = new(StringComparer.Ordinal);
    private long? _refusedSince;
    private bool _isAsking;

    /// <param name="self">This node's incarnation.</param>
    /// <param name="endedAsLast">Told at the end whether no other member stays.</param>
    public OldestMemberActor(OldestLease lease, string self, TimeProvider timeProvider, ILogger logger, Action<bool> endedAsLast)
    {
        _lease = lease;
        _self = self;
        _timeProvider = timeProvider;
        _logger = logger;
        _endedAsLast = endedAsLast;
        Receive<Due>(_ => Extend());
        Receive<IMemberEvent>(change => Track(change.Member));
        Receive<Answer>(Learn);
        Receive<Status.Failure>(_ =>
        {
            // The store is away, which says nothing about other clusters.
            _isAsking = false;
            _refusedSince = null;
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, SubscriptionInitialStateMode.InitialStateAsEvents, typeof(IMemberEvent));
        Timers.StartPeriodicTimer(nameof(Due), Due.Instance, _lease.TimeToLive / 4);
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _endedAsLast(!_members.Any(member => member.Key != _self && member.Value is Akka.Cluster.MemberStatus.Up));
    }

    private void Track(Akka.Cluster.Member member)
    {
        if (DescriptionRoles.TryDecode(member.Roles, out NodeDescription? description))
        {
            _members[NodeAddresses.IncarnationOf(description.Name, member.UniqueAddress)] = member.Status;
        }

        Extend();
    }

    private bool IsOldest() => _cluster.State.Members
        .Where(member => member.Status is Akka.Cluster.MemberStatus.Up or Akka.Cluster.MemberStatus.Leaving)
        .Order(Akka.Cluster.Member.AgeOrdering)
        .FirstOrDefault()?.UniqueAddress.Equals(_cluster.SelfUniqueAddress) == true;

    private void Extend()
    {
        if (!IsOldest())
        {
            _refusedSince = null;
        }
        else if (!_isAsking)
        {
            _isAsking = true;
            _ = AskAsync().PipeTo(Self);
        }
    }

    private async Task<Answer> AskAsync() =>
        await _lease.TryAcquireAsync(_self).ConfigureAwait(false) ? new Answer(IsAcquired: true, _self) : new Answer(IsAcquired: false, await _lease.ReadAsync().ConfigureAwait(false));

    private void Learn(Answer answer)
    {
        _isAsking = false;
        if (answer.IsAcquired || answer.Owner is not { } owner)
        {
            _refusedSince = null;
        }
        else if (_members.TryGetValue(owner, out Akka.Cluster.MemberStatus status))
        {
            _refusedSince = null;
            if (status is Akka.Cluster.MemberStatus.Removed)
            {
                _isAsking = true;
                _ = TakeOverAsync(owner).PipeTo(Self);
            }
        }
        else
        {
            _refusedSince ??= _timeProvider.GetTimestamp();
            if (_timeProvider.GetElapsedTime(_refusedSince.Value) > _lease.TimeToLive)
            {
                _logger.ClusterIsSecond(_self);
                _refusedSince = null;
                _cluster.Down(_cluster.SelfAddress);
            }
        }
    }

    private async Task<Answer> TakeOverAsync(string owner)
    {
        await _lease.ReleaseAsync(owner).ConfigureAwait(false);
        return await AskAsync().ConfigureAwait(false);
    }

    /// <param name="Owner">Null when it is free.</param>
    private sealed record Answer(bool IsAcquired, string? Owner);

    private sealed class Due
    {
        public static Due Instance { get; } = new();
    }
}
