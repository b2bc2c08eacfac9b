using System.Globalization;
using Akka.Actor;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Messages;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.ParticipantHosts;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Elements;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Nodes;

/// <summary>
/// A node of the cluster in one incarnation: takes the lead of the runs that fall to it, hosts the participants that leaders place on it, and routes
/// frames to the actor that they concern.
/// </summary>
/// <param name="status">Told how the node is.</param>
/// <param name="isRejoining">True when the node was removed from the cluster just before, while it was alive: a lease that it lost with that is not a node failure.</param>
/// <param name="ended">Completed when the node has handed over its work after it was asked to leave.</param>
internal sealed class NodeActor(NodeOptions options, IClusterPorts cluster, NodeStatus status, TaskCompletionSource ended, bool isRejoining) : UntypedActor, IWithTimers
{
    private readonly ILogger _logger = new PlacedLogger(options.LoggerFactory.CreateLogger("MarketSim.Cluster"), new LogPlace(options.Description.Name));
    private readonly Dictionary<string, IActorRef> _leaders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HostedParticipants> _hosts = new(StringComparer.Ordinal);
    private readonly ObservedTicks _seenTicks = new();
    private readonly Dictionary<string, long> _lastEpochs = new(StringComparer.Ordinal);
    private readonly RunDirector _director = new(options);
    private IPeers _peers = null!;
    private MembershipView? _view;
    private long _leavingSince;
    private long? _outageAt;
    private bool _isLeaving;
    private bool _isPolling;
    private bool _mustPollAgain;
    private bool _isStoreAway;

    public ITimerScheduler Timers { get; set; } = null!;

    private NodeDescription Description => options.Description;

    protected override void PreStart()
    {
        _peers = new MeasuredPeers(cluster.Attach(new NodeListener(Self)));
        status.Begins(Self, _peers.Self);
        _outageAt = isRejoining ? options.TimeProvider.GetTimestamp() : null;
        Timers.StartPeriodicTimer("poll", PollDue.Instance, options.Timings.Poll);
    }

    protected override SupervisorStrategy SupervisorStrategy() => RunSupervision.Stopping(cause => _logger.ControlFails(cause, Description.Name));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FrameReceived received:
                Route(received);
                break;
            case MembersChanged changed:
                OnMembersChanged(changed);
                break;
            case AssociationLost lost:
                _director.AssociationLost(lost.Incarnation);
                TellLeaders(message);
                Poll();
                break;
            case PollDue:
                EndIfLeft();
                Poll();
                break;
            case ActiveRunsRead read:
                OnActiveRuns(read.Runs);
                break;
            case LeaseAcquired acquired:
                OnAcquired(acquired.Lease);
                break;
            case StoreMissed missed:
                MissStore(missed.Cause);
                break;
            case LeadEnded over when over.Leader.Equals(_leaders.GetValueOrDefault(over.Run)):
                OnLeadEnded(over);
                break;
            case HostEnded over when _hosts.GetValueOrDefault(over.Run) is { } host && host.Epoch == over.Epoch:
                Drop(over.Run);
                break;
            case Terminated terminated:
                OnTerminated(terminated.ActorRef);
                break;
            case Leave:
                OnLeave();
                break;
            case LeadEnded or HostEnded:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnMembersChanged(MembersChanged changed)
    {
        _view = changed.View;
        status.Sees(changed.View);
        _director.Sees(changed.View);
        TellLeaders(changed);
        Poll();
    }

    private void Poll()
    {
        if (_isLeaving || _view?.Find(_peers.Self) is null)
        {
            return;
        }

        _mustPollAgain = _isPolling;
        if (!_isPolling)
        {
            _isPolling = true;
            _ = options.Store.ReadActiveAsync().PipeTo(Self, Self, static runs => new ActiveRunsRead(runs), static cause => new StoreMissed(cause));
        }
    }

    private void OnActiveRuns(IReadOnlyList<ActiveRun> runs)
    {
        status.StoreReached();
        _isStoreAway = false;
        if (!_isLeaving && _director.Choose(_peers.Self, runs, _leaders.Keys) is { } run)
        {
            _ = options.Store.AcquireAsync(run.Run, run.Epoch, _peers.Self, Description.Build).PipeTo(
                Self, Self, static lease => new LeaseAcquired(lease), static cause => new StoreMissed(cause));
        }
        else
        {
            EndPoll();
        }
    }

    private void OnAcquired(RunLease? lease)
    {
        if (lease is not null)
        {
            Lead(lease);
            _mustPollAgain = true;
        }

        EndPoll();
    }

    private void EndPoll()
    {
        _isPolling = false;
        if (_mustPollAgain)
        {
            Poll();
        }
    }

    private void Lead(RunLease lease)
    {
        bool isAfterOutage = _outageAt is { } outageAt && options.TimeProvider.GetElapsedTime(outageAt) < options.Timings.Silence * 3;
        var plan = new LeaderPlan(
            options,
            lease,
            _peers,
            _view!,
            _seenTicks.LastBefore(lease.Run, lease.Epoch),
            isAfterOutage,
            status,
            new PlacedLogger(_logger, new LogPlace(Description.Name, lease.Run)));
        IActorRef leader = Context.ActorOf(
            ActorFactory.Of(() => new RunLeaderActor(plan)), string.Create(CultureInfo.InvariantCulture, $"lead-{lease.Run}-{lease.Epoch}"));
        Context.Watch(leader);
        _leaders.Add(lease.Run, leader);
        status.LeadBegins(lease.Run, leader);
        if (_isLeaving)
        {
            leader.Tell(StepDown.Instance, Self);
        }
    }

    private void OnLeadEnded(LeadEnded over)
    {
        _leaders.Remove(over.Run);
        status.LeadEnds(over.Run);
        if (over.WasTaken)
        {
            _director.WasTaken(over.Run);
        }

        EndIfLeft();
        Poll();
    }

    private void Route(FrameReceived received)
    {
        FrameHeader header = received.Frame.Header;
        switch (received.Frame.Messages[0].Message)
        {
            case PlaceParticipants place:
                OnPlace(received, place);
                break;
            case DropParticipants when IsCurrent(header):
                Drop(header.Run);
                break;
            case TickOpened or PrepareParticipant or SaveParticipant or Ping when IsCurrent(header):
                _seenTicks.Saw(header.Run, header.Epoch, header.Tick);
                _hosts[header.Run].Actor.Tell(received, Self);
                break;
            case Ping when header.Epoch > _lastEpochs.GetValueOrDefault(header.Run):
                AnswerThatNothingCame(header);
                break;
            case not (DropParticipants or TickOpened or PrepareParticipant or SaveParticipant or Ping)
                when _leaders.TryGetValue(header.Run, out IActorRef? leader):
                leader.Tell(received, Self);
                break;
            default:
                ClusterMeters.DroppedAsStale();
                break;
        }
    }

    // Frames of an older epoch are dropped.
    private bool IsCurrent(FrameHeader header) => _hosts.TryGetValue(header.Run, out HostedParticipants? host) && host.Epoch == header.Epoch;

    private void OnPlace(FrameReceived received, PlaceParticipants place)
    {
        FrameHeader header = received.Frame.Header;
        if (IsCurrent(header))
        {
            _hosts[header.Run].Actor.Tell(received, Self);
            return;
        }

        // An epoch that was here before is not set up again: the frame was late, or came twice.
        if (header.Epoch <= _lastEpochs.GetValueOrDefault(header.Run))
        {
            ClusterMeters.DroppedAsStale();
            return;
        }

        Drop(header.Run);
        _lastEpochs[header.Run] = header.Epoch;
        if (_isLeaving)
        {
            Refuse(header);
            return;
        }

        var plan = new ParticipantHostPlan(options, _peers, header, place, _seenTicks.LastBefore(header.Run, header.Epoch), LoggerOf(header));
        IActorRef actor = Context.ActorOf(
            ActorFactory.Of(() => new ParticipantHostActor(plan)), string.Create(CultureInfo.InvariantCulture, $"host-{header.Run}-{header.Epoch}"));
        Context.Watch(actor);
        _hosts[header.Run] = new HostedParticipants(header.Epoch, place.Slots.Count, actor);
        status.HostBegins(header.Run, header.Epoch, place.Slots.Count, actor);
        _logger.HostBegins(header.Run, header.Epoch, place.Slots.Count, header.Tick);
    }

    // The placement of this epoch was lost: a node is a member to others before its actors are there. The leader sends it again.
    private void AnswerThatNothingCame(in FrameHeader header)
    {
        var writer = new FrameWriter();
        writer.Add(new Pong(LastReceived: 0, LastAnswered: 0, _isLeaving));
        Reply(header, writer);
    }

    private void Refuse(in FrameHeader header)
    {
        var writer = new FrameWriter();
        writer.Add(new ParticipantHostFailed(Tick: -1, SlotMessage.NoSlot, "the node is leaving", HostFailure.Leaving));
        Reply(header, writer);
    }

    private void Reply(in FrameHeader header, FrameWriter writer) => _peers.Send(header.Sender, writer.Finish(header with { Sender = _peers.Self }));

    private PlacedLogger LoggerOf(FrameHeader header) => new(_logger, new LogPlace(Description.Name, header.Run, header.Epoch));

    // A leader or host that failed by itself is not here any more: its run is free to be led, or lost to the leader elsewhere.
    private void OnTerminated(IActorRef actor)
    {
        foreach (string run in _leaders.Where(led => actor.Equals(led.Value)).Select(led => led.Key).ToList())
        {
            _leaders.Remove(run);
            status.LeadEnds(run);
        }

        foreach (string run in _hosts.Where(hosted => actor.Equals(hosted.Value.Actor)).Select(hosted => hosted.Key).ToList())
        {
            _hosts.Remove(run);
            status.HostEnds(run);
        }
    }

    private void Drop(string run)
    {
        if (_hosts.Remove(run, out HostedParticipants? host))
        {
            Context.Stop(host.Actor);
            status.HostEnds(run);
        }
    }

    private void OnLeave()
    {
        _isLeaving = true;
        status.Leaves();
        _leavingSince = options.TimeProvider.GetTimestamp();
        TellLeaders(StepDown.Instance);
        foreach (HostedParticipants host in _hosts.Values)
        {
            host.Actor.Tell(NodeLeaves.Instance, Self);
        }

        EndIfLeft();
    }

    private void EndIfLeft()
    {
        bool isFree = _leaders.Count == 0 && _hosts.Count == 0 && !_isPolling;
        if (_isLeaving && (isFree || options.TimeProvider.GetElapsedTime(_leavingSince) > options.Timings.Leaving))
        {
            ended.TrySetResult();
        }
    }

    private void MissStore(Exception cause)
    {
        _outageAt = options.TimeProvider.GetTimestamp();
        _director.StoreMissed();
        status.StoreIsAway(cause.Message);
        if (!_isStoreAway)
        {
            // Once: it is asked again twice a second.
            _isStoreAway = true;
            _logger.StoreIsAway(Description.Name, cause.Message);
        }

        // Not at once: the next poll is due soon enough.
        _isPolling = false;
        EndIfLeft();
    }

    private void TellLeaders(object message)
    {
        foreach (IActorRef leader in _leaders.Values)
        {
            leader.Tell(message, Self);
        }
    }

    private sealed record HostedParticipants(long Epoch, int Slots, IActorRef Actor);

    private sealed record ActiveRunsRead(IReadOnlyList<ActiveRun> Runs);

    private sealed record LeaseAcquired(RunLease? Lease);

    private sealed record StoreMissed(Exception Cause);

    private sealed record PollDue
    {
        public static PollDue Instance { get; } = new();
    }
}
