using Akka.Actor;
using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Sites;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Running;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Nodes;

/// <summary>
/// A node of the cluster: keeps one connection, each under a new incarnation; says that it is alive; takes the lead of runs that nobody leads; carries the
/// sites that leaders give it; hands frames to whom they concern.
/// </summary>
/// <param name="status">Told how the node is.</param>
/// <param name="ended">Completed when the node has ended in order, failed when it cannot begin.</param>
internal sealed class NodeActor(NodeOptions options, NodeStatus status, TaskCompletionSource ended) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly ILogger _logger = new PlacedLogger(options.LoggerFactory.CreateLogger("MarketSim.Cluster"), new LogPlace(options.Description.Name));
    private readonly Dictionary<string, IActorRef> _leaders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CarriedSite> _sites = new(StringComparer.Ordinal);
    private readonly SeenTicks _seenTicks = new();
    private readonly Dictionary<string, long> _lastGenerations = new(StringComparer.Ordinal);
    private readonly LoadMeter _load = new(options.TimeProvider, options.ProcessorTime);
    private ITransportConnection? _connection;
    private long _incarnation;

    // The latest, though its inbox may never open.
    private long _registered;
    private long _startedAt;
    private long _leavingSince;
    private TimeSpan _pause = ShortestPause;
    private BrokerBlocked _broker = BrokerBlocked.No;
    private long? _outageAt;
    private bool _wasConnected;
    private bool _isOpening;
    private bool _isLeaving;
    private bool _isPolling;
    private bool _isBeating;

    public ITimerScheduler Timers { get; set; } = null!;

    private NodeDescription Description => options.Description;

    protected override void PreStart()
    {
        _startedAt = options.TimeProvider.GetTimestamp();
        status.Begins(Self);
        Connect();
        Timers.StartPeriodicTimer("beat", BeatDue.Instance, options.Timings.Renewal);
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
            case BrokerBlocked blocked:
                _broker = blocked;
                status.Blocked(blocked.IsBlocked);
                TellLeaders(message);
                break;
            case InboxGone:
                TellLeaders(message);
                break;
            case BeatDue:
                Beat();
                break;
            case PollDue:
                Poll();
                break;
            case Beaten beaten:
                OnBeaten(beaten);
                break;
            case Polled polled:
                OnPolled(polled);
                break;
            case Registered registered:
                OnRegistered(registered.Incarnation);
                break;
            case Opened opened:
                OnOpened(opened);
                break;
            case OpeningFailed failed:
                OnOpeningFailed(failed.Cause);
                break;
            case ConnectDue:
                Connect();
                break;
            case ConnectionLost lost when lost.Inbox == _connection?.Inbox:
                Disconnect(lost.Reason);
                break;
            case LeadEnded over when over.Leader.Equals(_leaders.GetValueOrDefault(over.Run)):
                _leaders.Remove(over.Run);
                status.LeadEnds(over.Run);
                EndIfLeft();
                break;
            case SiteEnded over when _sites.GetValueOrDefault(over.Run) is { } site && site.Generation == over.Generation:
                Drop(over.Run);
                break;
            case Terminated terminated:
                OnTerminated(terminated.ActorRef);
                break;
            case Leave:
                OnLeave();
                break;
            case Removed:
                ended.TrySetResult();
                break;
            case ConnectionLost or LeadEnded or SiteEnded:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Connect()
    {
        if (!_isLeaving)
        {
            _isOpening = true;
            _ = options.Store.RegisterAsync(Description, options.Timings.Silence).PipeTo(
                Self, Self, static incarnation => new Registered(incarnation), static cause => new OpeningFailed(cause));
        }
    }

    private void OnRegistered(long incarnation)
    {
        _registered = incarnation;
        if (_isLeaving)
        {
            _isOpening = false;
            EndIfLeft();
            return;
        }

        string inbox = NodeNames.Inbox(Description.Name, incarnation);
        _ = options.Transport.ConnectAsync(inbox, new NodeListener(Self, inbox), CancellationToken.None).PipeTo(
            Self, Self, connection => new Opened(connection, incarnation), static cause => new OpeningFailed(cause));
    }

    private void OnOpened(Opened opened)
    {
        _isOpening = false;
        _connection = opened.Connection;
        _incarnation = opened.Incarnation;
        _wasConnected = true;
        _pause = ShortestPause;
        status.Connected(_incarnation);
        _logger.NodeConnected(Description.Name, _incarnation);
        TellLeaders(new NodeConnected(_connection));
        Beat();
    }

    private void OnOpeningFailed(Exception cause)
    {
        _isOpening = false;
        // The name of a process that was killed and started again is free once its last beat is old.
        bool waitsForName = cause is NodeNameTakenException && options.TimeProvider.GetElapsedTime(_startedAt) < options.Timings.Silence * 2;
        bool isFinal = cause is TransportException { IsPermanent: true } or StoreRefusedException or NodeNameTakenException;
        if (isFinal && !waitsForName && !_wasConnected)
        {
            _ = GiveUpAsync(_registered, cause);
            Context.Stop(Self);
            return;
        }

        status.Disconnected(cause.Message);
        _logger.NodeCannotConnect(Description.Name, cause.Message);
        Timers.StartSingleTimer("connect", ConnectDue.Instance, _pause);
        _pause = _pause * 2 < options.Timings.LongestPause ? _pause * 2 : options.Timings.LongestPause;
    }

    private void Disconnect(string reason)
    {
        _outageAt = options.TimeProvider.GetTimestamp();
        status.Disconnected(reason);
        _logger.NodeLosesConnection(Description.Name, _incarnation, reason);
        _ = _connection!.DisposeAsync().AsTask();
        _connection = null;

        // A connection that is gone is not told that the broker takes messages again.
        _broker = BrokerBlocked.No;
        foreach (string run in _sites.Keys.ToList())
        {
            Drop(run);
        }

        TellLeaders(new NodeDisconnected(reason));
        Timers.StartSingleTimer("connect", ConnectDue.Instance, ShortestPause);
    }

    private void Beat()
    {
        EndIfLeft();
        if (_connection is null || _isBeating)
        {
            return;
        }

        _isBeating = true;
        long incarnation = _incarnation;
        NodeLoad load = _load.Measure(_sites.Values.Sum(site => site.Seats), _isLeaving);
        _ = options.Store.BeatAsync(Description.Name, incarnation, load).PipeTo(
            Self, Self, known => new Beaten(incarnation, known, null), cause => new Beaten(incarnation, IsKnown: true, cause));
    }

    private void OnBeaten(Beaten beaten)
    {
        _isBeating = false;
        if (beaten.Cause is { } cause)
        {
            MissStore(cause);
        }
        else if (beaten.IsKnown)
        {
            status.Beaten();
        }
        else if (beaten.Incarnation == _incarnation && _connection is not null)
        {
            Disconnect("the store no longer knows this incarnation");
        }
    }

    private void Poll()
    {
        if (_connection is not null && !_isLeaving && !_isPolling && _leaders.Count < options.MostLeads)
        {
            _isPolling = true;
            _ = new LeadSeeker(options, [.. _leaders.Keys]).SeekAsync().PipeTo(
                Self, Self, static found => new Polled(found, null), static cause => new Polled(FoundLead.None, cause));
        }
    }

    private void OnPolled(Polled polled)
    {
        _isPolling = false;
        if (polled.Cause is { } cause)
        {
            MissStore(cause);
        }
        else if (polled.Found.Lease is { } lease)
        {
            var plan = new LeaderPlan(
                options,
                lease,
                polled.Found.AskedAt,
                _connection,
                _broker,
                _seenTicks.LastBefore(lease.Run, lease.Epoch),
                _outageAt is { } outageAt && options.TimeProvider.GetElapsedTime(outageAt) < options.Timings.Lease * 2,
                status,
                new PlacedLogger(_logger, new LogPlace(Description.Name, lease.Run)));
            IActorRef leader = Context.ActorOf(
                ActorFactory.Of(() => new RunLeaderActor(plan)), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"lead-{lease.Run}-{lease.Epoch}"));
            Context.Watch(leader);
            _leaders.Add(lease.Run, leader);
            status.LeadBegins(lease.Run, leader);
            if (_isLeaving)
            {
                leader.Tell(new StepDown(), Self);
            }
        }
    }

    private void Route(FrameReceived received)
    {
        FrameHeader header = received.Frame.Header;
        switch (received.Frame.Messages[0].Message)
        {
            case PlaceSite place:
                OnPlace(received, place);
                break;
            case DropSite when IsCurrent(header):
                Drop(header.Run);
                break;
            case TickOpened or PrepareParticipant or SaveParticipant or Ping when IsCurrent(header):
                _seenTicks.Saw(header.Run, header.Generation, header.Tick);
                _sites[header.Run].Actor.Tell(received, Self);
                break;
            case not (DropSite or TickOpened or PrepareParticipant or SaveParticipant or Ping)
                when _leaders.TryGetValue(header.Run, out IActorRef? leader):
                leader.Tell(received, Self);
                break;
            default:
                ClusterMeters.DroppedAsStale();
                break;
        }
    }

    // Frames of an old generation are dropped.
    private bool IsCurrent(FrameHeader header) => _sites.TryGetValue(header.Run, out CarriedSite? site) && site.Generation == header.Generation;

    private void OnPlace(FrameReceived received, PlaceSite place)
    {
        FrameHeader header = received.Frame.Header;
        if (IsCurrent(header))
        {
            _sites[header.Run].Actor.Tell(received, Self);
            return;
        }

        // A generation that was here before is not set up again: the frame was late, or came twice.
        if (_connection is null || header.Generation <= _lastGenerations.GetValueOrDefault(header.Run))
        {
            ClusterMeters.DroppedAsStale();
            return;
        }

        Drop(header.Run);
        _lastGenerations[header.Run] = header.Generation;
        var plan = new SitePlan(options, _connection, header, place, _seenTicks.LastBefore(header.Run, header.Generation), LoggerOf(header));
        IActorRef actor = Context.ActorOf(
            ActorFactory.Of(() => new SiteActor(plan)), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"site-{header.Run}-{header.Generation}-{_incarnation}"));
        Context.Watch(actor);
        _sites[header.Run] = new CarriedSite(header.Generation, place.Slots.Count, actor);
        status.SiteBegins(header.Run, header.Generation, place.Slots.Count, actor);
        _logger.SiteBegins(header.Run, header.Generation, place.Slots.Count, header.Tick);
    }

    private PlacedLogger LoggerOf(FrameHeader header) => new(_logger, new LogPlace(Description.Name, header.Run, header.Generation));

    // A leader or site that failed by itself is not here any more: its run is free to be led, or lost to the leader elsewhere.
    private void OnTerminated(IActorRef actor)
    {
        foreach (string run in _leaders.Where(led => actor.Equals(led.Value)).Select(led => led.Key).ToList())
        {
            _leaders.Remove(run);
            status.LeadEnds(run);
        }

        foreach (string run in _sites.Where(carried => actor.Equals(carried.Value.Actor)).Select(carried => carried.Key).ToList())
        {
            _sites.Remove(run);
            status.SiteEnds(run);
        }
    }

    private void Drop(string run)
    {
        if (_sites.Remove(run, out CarriedSite? site))
        {
            Context.Stop(site.Actor);
            status.SiteEnds(run);
        }
    }

    private void OnLeave()
    {
        _isLeaving = true;
        status.Leaves();
        _leavingSince = options.TimeProvider.GetTimestamp();
        TellLeaders(new StepDown());
        Beat();
    }

    private void EndIfLeft()
    {
        bool isFree = _leaders.Count == 0 && _sites.Count == 0 && !_isOpening;
        if (_isLeaving && _leavingSince >= 0 && (isFree || options.TimeProvider.GetElapsedTime(_leavingSince) > options.Timings.Leaving))
        {
            _leavingSince = -1;
            _ = LeaveAsync(_connection, _registered).PipeTo(Self, Self, static () => Removed.Instance, static _ => Removed.Instance);
        }
    }

    private async Task LeaveAsync(ITransportConnection? connection, long incarnation)
    {
        if (connection is not null)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        await options.Store.RemoveAsync(Description.Name, incarnation).ConfigureAwait(false);
    }

    // A node that cannot begin leaves no name behind.
    private async Task GiveUpAsync(long incarnation, Exception cause)
    {
        try
        {
            await LeaveAsync(connection: null, incarnation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or StoreRefusedException)
        {
            // The cause is what matters; the name is free once it has been silent for a while.
        }

        ended.TrySetException(cause);
    }

    private void MissStore(Exception cause)
    {
        _outageAt = options.TimeProvider.GetTimestamp();
        status.StoreIsAway(cause.Message);
        _logger.StoreIsAway(Description.Name, cause.Message);
    }

    private void TellLeaders(object message)
    {
        foreach (IActorRef leader in _leaders.Values)
        {
            leader.Tell(message, Self);
        }
    }

    private sealed record CarriedSite(long Generation, int Seats, IActorRef Actor);

    private sealed record Registered(long Incarnation);

    private sealed record Opened(ITransportConnection Connection, long Incarnation);

    private sealed record OpeningFailed(Exception Cause);

    private sealed record Beaten(long Incarnation, bool IsKnown, Exception? Cause);

    private sealed record Polled(FoundLead Found, Exception? Cause);

    private sealed record BeatDue
    {
        public static BeatDue Instance { get; } = new();
    }

    private sealed record PollDue
    {
        public static PollDue Instance { get; } = new();
    }

    private sealed record ConnectDue
    {
        public static ConnectDue Instance { get; } = new();
    }

    private sealed record Removed
    {
        public static Removed Instance { get; } = new();
    }
}
