using Akka.Actor;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Placement;
using MarketSim.Cluster.Sites;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Leading;

/// <summary>
/// Leads a run: keeps its lease, places it on the nodes that live, carries its coordinator and market, and after any loss begins the next epoch from the
/// last committed checkpoint. It stops by its own clock before its lease ends.
/// </summary>
internal sealed class RunLeaderActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly LeaderPlan _plan;
    private readonly HeldLease _lease;
    private readonly LeaderSteps _steps;
    private readonly RunLoader _loader;
    private readonly LostNodes _lost;
    private readonly CoordinatorLiveness _coordinator = new();
    private ITransportConnection? _connection;
    private LoadedRun? _loaded;
    private LedGeneration? _generation;
    private Recovery? _noted;
    private BrokerBlocked _broker;
    private TimeSpan _pause;
    private long _disconnectedAt;
    private bool _isAwaitingConnection;
    private bool _isSteppingDown;
    private bool _isRebalancing;
    private bool _isStopping;
    private bool _isOver;

    public RunLeaderActor(LeaderPlan plan)
    {
        _plan = plan;
        _lease = new HeldLease(plan.Lease, plan.AskedAt, new LeaseClock(plan.Options.TimeProvider, plan.Lease.Length, plan.Options.Timings.LeaseMargin));
        _steps = new LeaderSteps(plan.Options.Store, plan.Node, plan.Logger);
        _connection = plan.Connection;
        _broker = plan.Broker;
        _loader = new RunLoader(plan.Options);
        _lost = new LostNodes(plan.Options.TimeProvider, plan.Options.Timings.Silence);
        _disconnectedAt = plan.Options.TimeProvider.GetTimestamp();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private Lease Lease => _lease.Lease;

    private NodeTimings Timings => _plan.Options.Timings;

    protected override void PreStart()
    {
        _plan.Logger.LeadBegins(Lease.Run, Lease.Epoch, _plan.Node);
        Timers.StartPeriodicTimer("renew", RenewalDue.Instance, Timings.Renewal);

        // Often enough that the end of the trust in a lease is noticed before the lease ends.
        Timers.StartPeriodicTimer("guard", GuardDue.Instance, Timings.LeaseMargin / 2);
        Load();
    }

    // A carrier or coordinator that fails by itself takes its generation with it.
    protected override SupervisorStrategy SupervisorStrategy() =>
        RunSupervision.Stopping(cause => Self.Tell(new GenerationFailed(Lease.Epoch, cause), Self));

    protected override void OnReceive(object message)
    {
        if (_isOver)
        {
            return;
        }

        switch (message)
        {
            case FrameReceived received:
                PassOn(received);
                break;
            case InboxGone gone:
                _generation?.CarrierOf(gone.Inbox)?.Tell(message, Self);
                break;
            case LoadedRun loaded:
                OnLoaded(loaded);
                break;
            case SiteReady ready:
                OnSiteReady(ready);
                break;
            case SiteLost lost when lost.Generation == _generation?.Epoch:
                OnSiteLost(lost);
                break;
            case GenerationFailed failed when failed.Epoch == _generation?.Epoch:
                OnFailed(failed.Cause);
                break;
            case GenerationEnded over when over.Epoch == _generation?.Epoch:
                End();
                break;
            case CheckpointMade made when made.Epoch == _generation?.Epoch:
                OnCheckpoint(made.Manifest);
                break;
            default:
                OnTiming(message);
                break;
        }
    }

    private bool HasTicked => _generation is { HasTicked: true };

    private long CommittedTick => _loaded?.Manifest?.Tick ?? -1;

    private void PassOn(FrameReceived received)
    {
        if (_generation?.CarrierOf(received.Frame.Header) is { } carrier)
        {
            carrier.Tell(received, Self);
        }
        else
        {
            ClusterMeters.DroppedAsStale();
        }
    }

    private void Load() => Try(
        () => _loader.LoadAsync(Lease),
        static loaded => loaded,
        Load);

    private void OnLoaded(LoadedRun loaded)
    {
        if (loaded.Lease != Lease)
        {
            return;
        }

        _loaded = loaded;
        if ((loaded.Failure ?? DeathRules.Verdict(loaded.Recoveries, CommittedTick)) is { } verdict)
        {
            FailRun(verdict);
        }
        else
        {
            Place();
        }
    }

    private void Place()
    {
        if (_isSteppingDown)
        {
            Release();
            return;
        }

        if (_connection is null)
        {
            _isAwaitingConnection = true;
            return;
        }

        RunPlacement placement = PlacementOn(_loaded!.Nodes);
        foreach (string warning in placement.Warnings)
        {
            _plan.Logger.RoleIsMissing(Lease.Run, Lease.Epoch, warning);
        }

        _isRebalancing = false;
        _generation = new LedGeneration(_plan, Lease, _loaded, placement, _connection, Context);
        _plan.Status.GenerationBegins(Lease.Run, Lease.Epoch, _generation.Gauge);
        _plan.Logger.GenerationPlaced(Lease.Run, Lease.Epoch, placement.Sites.Count, placement.Slots.Count, CommittedTick);
        _generation.BrokerIs(_broker);
        if (_generation.IsPlaced)
        {
            Start(_generation);
        }
    }

    private void Start(LedGeneration generation)
    {
        if (Lease.Before is { } before && _noted is null)
        {
            // The nodes that live know best how far the leader before had come.
            _noted = Takeover.Of(Lease, before, Math.Max(generation.LastTick, _plan.LastTick), CommittedTick, _plan.IsAfterOutage);
            ClusterMeters.Recovered(_noted.Cause);
            Note();
            if (DeathRules.Verdict([.. _loaded!.Recoveries, _noted], CommittedTick) is { } verdict)
            {
                FailRun(verdict);
                return;
            }
        }

        generation.Start(Context, Self);
    }

    // Only a leader that has come as far as placing its run goes on with the connection: one that still raises its epoch, or reads the run, comes there
    // by itself. Meanwhile nodes came and went, so the run is read once more.
    private void OnConnected(ITransportConnection connection)
    {
        _connection = connection;
        if (_isAwaitingConnection)
        {
            _isAwaitingConnection = false;
            Load();
        }
    }

    private RunPlacement PlacementOn(IReadOnlyList<NodeRecord> nodes) => RunPlacement.Of(
        Lease.Run, _plan.Node, UsableNodes.Of(nodes, _plan.Options, _connection!.Inbox, _lost), Lease.Submission.MostNodes, _loaded!.Market.Population, _loaded.Participants);

    private void OnSiteReady(SiteReady ready)
    {
        if (_generation?.SiteIsReady(ready) == true)
        {
            Start(_generation);
        }
    }

    private void OnSiteLost(SiteLost lost)
    {
        if (lost.Loss is SiteLoss.Gone or SiteLoss.Silent)
        {
            _lost.Lose(lost.Node.Inbox);
        }

        Recover(FailureRules.Of(lost.Loss, HasTicked), lost.Node.Node.Name, lost.Reason);
    }

    private void OnFailed(Exception cause)
    {
        switch (FailureRules.Of(cause, HasTicked, CommittedTick))
        {
            case FailureDecision.StopLeading stop:
                Lapse(stop.Reason);
                break;
            case FailureDecision.Fail fail:
                FailRun(fail.Reason);
                break;
            case FailureDecision.Recover recover:
                Recover(recover.Cause, _plan.Node, cause.Message);
                break;
        }
    }

    private void Recover(RecoveryCause cause, string node, string reason)
    {
        if (_generation is not { } generation)
        {
            return;
        }

        var recovery = new Recovery(Lease.Epoch + 1, cause, node, generation.Gauge.Tick, CommittedTick, reason);
        _plan.Logger.RunRecovers(Lease.Run, Lease.Epoch, cause, node, generation.Gauge.Tick, reason);
        ClusterMeters.Recovered(cause);
        _pause = generation.HasTicked ? TimeSpan.Zero : NextPause();
        StopGeneration();
        Raise(recovery);
    }

    // Nodes that came or want to go are taken in or let go at a checkpoint.
    private void Rebalance(IReadOnlyList<NodeRecord> nodes)
    {
        if (_generation is { HasTicked: true, Coordinator: { } coordinator } generation && !_isRebalancing && _connection is not null && !PlacementOn(nodes).IsLike(generation.Placement))
        {
            _isRebalancing = true;
            coordinator.Tell(new RequestCheckpoint(ThenStop: false), Self);
        }
    }

    private void OnCheckpoint(CheckpointManifest manifest)
    {
        _loaded = _loaded! with { Manifest = manifest };
        if (manifest.Status != RunStatus.Running)
        {
            return;
        }

        if (_isSteppingDown)
        {
            StopGeneration();
            Release();
        }
        else if (_isRebalancing)
        {
            Recover(RecoveryCause.Rebalance, string.Empty, "nodes came or went");
        }
    }

    private void GiveUp()
    {
        _isSteppingDown = true;
        if (_generation?.Coordinator is { } coordinator)
        {
            coordinator.Tell(new RequestCheckpoint(ThenStop: false), Self);
        }
        else
        {
            StopGeneration();
            Release();
        }
    }

    private void FailRun(string reason)
    {
        StopGeneration();
        string message = $"Run {Lease.Run} cannot go on. {reason}";
        _plan.Logger.RunFails(Lease.Run, Lease.Epoch, reason);
        RunSummary summary = _loader.FailedSummary(_loaded, Lease, message);
        Try(() => _steps.FailAsync(Lease, message, summary), static released => released, () => FailRun(reason));
    }

    private void End()
    {
        _plan.Logger.LeadEnds(Lease.Run, Lease.Epoch, "it is over");
        StopGeneration();
        Finish();
    }

    private void Finish()
    {
        StopGeneration();
        _isOver = true;
        Timers.CancelAll();
        Context.Parent.Tell(new LeadEnded(Lease.Run, Self), Self);
        Context.Stop(Self);
    }

    private void StopGeneration()
    {
        _generation?.Stop(Context);
        _generation = null;
        _coordinator.Reset();

        // The next generation is asked to stop as well.
        _isStopping = false;
    }

    // What concerns the lease, the connection and the orderly end.
    private void OnTiming(object message)
    {
        switch (message)
        {
            case GuardDue:
                Guard();
                break;
            case RenewalDue:
                Renew();
                break;
            case CoordinatorProbe probe:
                _coordinator.Accept(probe);
                break;
            case LeaseRenewed renewed:
                OnRenewed(renewed);
                break;
            case EpochRaised raised:
                OnRaised(raised);
                break;
            case StepFailed failed:
                OnStepFailed(failed);
                break;
            case StepDue due:
                due.Step();
                break;
            case NodeConnected connected:
                OnConnected(connected.Connection);
                break;
            case NodeDisconnected disconnected:
                _connection = null;
                _broker = BrokerBlocked.No;
                _disconnectedAt = _plan.Options.TimeProvider.GetTimestamp();
                Recover(RecoveryCause.Outage, _plan.Node, disconnected.Reason);
                break;
            case BrokerBlocked blocked:
                _broker = blocked;
                _generation?.BrokerIs(blocked);
                break;
            case StepDown:
                GiveUp();
                break;
            case RecoveryNoted or SiteLost or GenerationFailed or GenerationEnded or CheckpointMade:
                break;
            case LeaseReleased:
                Finish();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Note()
    {
        // With the next epoch comes the next note.
        if (_noted is { } recovery && recovery.Epoch == Lease.Epoch)
        {
            Try(() => _steps.NoteAsync(Lease, recovery), static noted => noted, Note);
        }
    }

    private void Raise(Recovery recovery)
    {
        long askedAt = _lease.BeginRaise();
        Try(() => _steps.RaiseAsync(Lease, recovery, askedAt), static raised => raised, () => Raise(recovery));
    }

    private void OnRaised(EpochRaised raised)
    {
        if (!_lease.Accept(raised))
        {
            return;
        }

        if (raised.Lease is null)
        {
            Lapse("its lease was taken");
        }
        else if (_pause > TimeSpan.Zero)
        {
            Timers.StartSingleTimer("load", new StepDue(Load), _pause);
        }
        else
        {
            Load();
        }
    }

    private void Guard()
    {
        if (!_lease.IsTrusted)
        {
            // A coordinator that does not answer may well be a failure of this node; a slow store is none.
            bool isStoreAtFault = _lease.IsStoreAtFault;
            Lapse("its lease could not be renewed in time");
            if (isStoreAtFault)
            {
                _ = _steps.GiveBackAsync(Lease);
            }
        }
        else if (_connection is null && _plan.Options.TimeProvider.GetElapsedTime(_disconnectedAt) > Timings.DisconnectedLead)
        {
            // Perhaps others reach the broker.
            Release();
        }
    }

    private void Renew()
    {
        bool isAlive = _generation?.Coordinator is null || _coordinator.HasAnswered;
        if (!_lease.MayRenew || !isAlive)
        {
            return;
        }

        _generation?.Coordinator?.Tell(_coordinator.Next(), Self);
        _ = _steps.RenewAsync(Lease, _generation?.Position ?? RunPosition.Start, _generation?.Progress, _lease.BeginRenewal()).PipeTo(
            Self, Self, static renewed => renewed, LeaseRenewed.Failed);
    }

    private void OnRenewed(LeaseRenewed renewed)
    {
        switch (_lease.Accept(renewed))
        {
            case RenewalMeaning.StoreIsAway:
                _plan.Logger.StoreIsAway(_plan.Node, renewed.Cause!.Message);
                break;
            case RenewalMeaning.Lost:
                Lapse("its lease was taken, or has ended with the run");
                break;
            case RenewalMeaning.Kept:
                StopIfRequested(renewed.Renewal!);
                Rebalance(renewed.Nodes);
                break;
        }
    }

    private void StopIfRequested(LeaseRenewal renewal)
    {
        if (renewal.IsStopRequested && !_isStopping && _generation?.Coordinator is { } coordinator)
        {
            _isStopping = true;
            coordinator.Tell(new InterruptRun(), Self);
        }
    }

    private void Release() => Try(() => _steps.ReleaseAsync(Lease), static released => released, Release);

    private void Lapse(string reason)
    {
        _plan.Logger.LeadEnds(Lease.Run, Lease.Epoch, reason);
        StopGeneration();
        Finish();
    }

    private TimeSpan NextPause()
    {
        TimeSpan next = _pause == TimeSpan.Zero ? TimeSpan.FromMilliseconds(100) : _pause * 2;
        return next < Timings.LongestPause ? next : Timings.LongestPause;
    }

    // A step that the store was away for is made again; the guard ends it with the lease.
    private void Try<T>(Func<Task<T>> step, Func<T, object> success, Action again)
        where T : notnull => _ = step().PipeTo(Self, Self, success, cause => new StepFailed(Lease, cause, again));

    private void OnStepFailed(StepFailed failed)
    {
        if (failed.Lease != Lease)
        {
            return;
        }

        if (failed.Cause is StoreUnavailableException)
        {
            _plan.Logger.StoreIsAway(_plan.Node, failed.Cause.Message);
            // By a key of its own: two steps may wait at the same time, and neither takes the other's place.
            Timers.StartSingleTimer(failed, new StepDue(failed.Again), RetryPause);
        }
        else
        {
            FailRun(failed.Cause.Message);
        }
    }
}
