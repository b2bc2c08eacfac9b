using System.Globalization;
using MarketSim.Actors;
using MarketSim.Cluster.Nodes;
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
internal sealed class RunLeaderActor : Actor
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly LeaderPlan _plan;
    private readonly LeaseClock _clock;
    private readonly RunLoader _loader;
    private Lease _lease;
    private ITransportConnection? _connection;
    private LoadedRun? _loaded;
    private LedGeneration? _generation;
    private Recovery? _noted;
    private TimeSpan _pause;
    private long _disconnectedAt;
    private long _probe;
    private long _probeAnswered;
    private bool _isAwaitingConnection;
    private bool _isRenewing;
    private bool _isSteppingDown;
    private bool _isRebalancing;
    private bool _isStopping;
    private bool _isOver;

    public RunLeaderActor(LeaderPlan plan)
    {
        _plan = plan;
        _lease = plan.Lease;
        _connection = plan.Connection;
        _clock = new LeaseClock(plan.Options.TimeProvider, plan.Lease.Length, plan.Options.Timings.LeaseMargin);
        _clock.Granted(plan.AskedAt);
        _loader = new RunLoader(plan.Options);
        _disconnectedAt = plan.Options.TimeProvider.GetTimestamp();
    }

    private IClusterStore Store => _plan.Options.Store;

    private NodeTimings Timings => _plan.Options.Timings;

    protected override void PreStart()
    {
        _plan.Logger.LeadBegins(_lease.Run, _lease.Epoch, _plan.Node);
        Context.Timers.StartPeriodic("renew", RenewalDue.Instance, Timings.Renewal);

        // Often enough that the end of the trust in a lease is noticed before the lease ends.
        Context.Timers.StartPeriodic("guard", GuardDue.Instance, Timings.LeaseMargin / 2);
        Load();
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(exception =>
    {
        // A carrier or coordinator that fails by itself takes its generation with it.
        Self.Tell(new GenerationFailed(_lease.Epoch, exception), Self);
        return Directive.Stop;
    });

    protected override void Receive(object message)
    {
        if (_isOver)
        {
            return;
        }

        switch (message)
        {
            case FrameReceived received:
                _generation?.CarrierOf(received.Frame.Header)?.Tell(message, Self);
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
                Recover(lost.IsOutage ? RecoveryCause.Outage : CauseOfDeath, lost.Node, lost.Reason);
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
                ReceiveTiming(message);
                break;
        }
    }

    // What concerns the lease, the connection and the orderly end.
    private void ReceiveTiming(object message)
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
                _probeAnswered = probe.Number;
                break;
            case Renewed renewed:
                OnRenewed(renewed);
                break;
            case Raised raised:
                OnRaised(raised);
                break;
            case StepFailed failed:
                OnStepFailed(failed);
                break;
            case Again again:
                again.Step();
                break;
            case NodeConnected connected:
                OnConnected(connected.Connection);
                break;
            case NodeDisconnected disconnected:
                _connection = null;
                _disconnectedAt = _plan.Options.TimeProvider.GetTimestamp();
                Recover(RecoveryCause.Outage, _plan.Node, disconnected.Reason);
                break;
            case StepDown:
                GiveUp();
                break;
            case Noted or BrokerBlocked or SiteLost or GenerationFailed or GenerationEnded or CheckpointMade:
                break;
            case Released:
                Finish();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // Until the first tick after a restore, a death is only the interruption of a recovery.
    private RecoveryCause CauseOfDeath => _generation is { HasTicked: true } ? RecoveryCause.Death : RecoveryCause.Interrupted;

    private long CommittedTick => _loaded?.Manifest?.Tick ?? -1;

    private void Load() => Try(
        () => _loader.LoadAsync(_lease),
        static loaded => loaded,
        Load);

    private void OnLoaded(LoadedRun loaded)
    {
        if (loaded.Lease != _lease)
        {
            return;
        }

        _loaded = loaded;
        if (_noted is null && _lease.Before is { } before)
        {
            _noted = new Recovery(
                _lease.Epoch,
                before.Position.IsRecovering ? RecoveryCause.Interrupted : RecoveryCause.Death,
                before.Holder.Split('#')[0],
                before.Position.Tick,
                CommittedTick,
                "its leader was lost");
            Note();
        }

        string? verdict = loaded.Failure ?? DeathRules.Verdict([.. loaded.Recoveries, .. _noted is { } noted && noted.Epoch == _lease.Epoch ? new[] { noted } : []], CommittedTick);
        if (verdict is not null)
        {
            FailRun(verdict);
        }
        else
        {
            Place();
        }
    }

    private void Note()
    {
        // With the next epoch comes the next note.
        if (_noted is { } recovery && recovery.Epoch == _lease.Epoch)
        {
            Try(() => NoteAsync(recovery), static noted => noted, Note);
        }
    }

    private async Task<Noted> NoteAsync(Recovery recovery)
    {
        await Store.NoteAsync(_lease, recovery).ConfigureAwait(false);
        return Noted.Instance;
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
            _plan.Logger.RoleIsMissing(_lease.Run, warning);
        }

        _isRebalancing = false;
        _generation = new LedGeneration(_plan, _lease, _loaded, placement, _connection, Context);
        _plan.Logger.GenerationPlaced(_lease.Run, _lease.Epoch, placement.Sites.Count, placement.Seats.Count, CommittedTick);
        if (_generation.IsPlaced)
        {
            _generation.Start(Context, Self);
        }
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
        _lease.Run, _plan.Node, UsableNodes.Of(nodes, _plan.Options, _connection!.Inbox), _lease.Submission.MostNodes, _loaded!.Population, _loaded.Participants);

    private void OnSiteReady(SiteReady ready)
    {
        if (_generation?.SiteIsReady(ready) == true)
        {
            _generation.Start(Context, Self);
        }
    }

    private void OnFailed(Exception cause)
    {
        switch (cause)
        {
            case LeaseLostException:
                Lapse("somebody else leads it");
                break;
            case StoreUnavailableException or StaleEpochException:
                Recover(RecoveryCause.Outage, _plan.Node, cause.Message);
                break;
            case CheckpointException or InvalidDataException:
                FailRun($"After the checkpoint of tick {CommittedTick.ToString(CultureInfo.InvariantCulture)}: {cause.Message}");
                break;
            default:
                Recover(CauseOfDeath, _plan.Node, cause.Message);
                break;
        }
    }

    private void Recover(RecoveryCause cause, string node, string reason)
    {
        if (_generation is not { } generation)
        {
            return;
        }

        var recovery = new Recovery(_lease.Epoch + 1, cause, node, generation.Gauge.Tick, CommittedTick, reason);
        _plan.Logger.RunRecovers(_lease.Run, _lease.Epoch, cause, node, generation.Gauge.Tick, reason);
        ClusterMeters.Recovered(cause);
        _pause = generation.HasTicked ? TimeSpan.Zero : NextPause();
        StopGeneration();
        Raise(recovery);
    }

    private void Raise(Recovery recovery) => Try(
        () => RaiseAsync(_lease, recovery),
        static raised => raised,
        () => Raise(recovery));

    private async Task<Raised> RaiseAsync(Lease lease, Recovery recovery)
    {
        long askedAt = _clock.Now();
        return new Raised(lease, await Store.RaiseAsync(lease, recovery).ConfigureAwait(false), askedAt);
    }

    private void OnRaised(Raised raised)
    {
        if (raised.Before != _lease)
        {
            return;
        }

        if (raised.Lease is not { } lease)
        {
            Lapse("its lease was taken");
            return;
        }

        _lease = lease;
        _clock.Granted(raised.AskedAt);
        if (_pause > TimeSpan.Zero)
        {
            Context.Timers.StartSingle("load", new Again(Load), _pause);
        }
        else
        {
            Load();
        }
    }

    private void Guard()
    {
        if (!_clock.IsTrusted)
        {
            Lapse("its lease could not be renewed in time");
        }
        else if (_connection is null && _plan.Options.TimeProvider.GetElapsedTime(_disconnectedAt) > Timings.DisconnectedLead)
        {
            // Perhaps others reach the broker.
            Release();
        }
    }

    private void Renew()
    {
        // A coordinator that no longer works through its mailbox must not keep the run.
        bool isAlive = _generation?.Coordinator is null || _probeAnswered == _probe;
        if (_isRenewing || !isAlive)
        {
            return;
        }

        _isRenewing = true;
        _generation?.Coordinator?.Tell(new CoordinatorProbe(++_probe), Self);
        RenewAsync(_lease, _generation?.Position ?? RunPosition.Start, _generation?.Progress).PipeTo(
            Self, Self, static renewed => renewed, static cause => new Renewed(null, null, null, 0, cause));
    }

    private async Task<Renewed> RenewAsync(Lease lease, RunPosition position, string? progress)
    {
        long askedAt = _clock.Now();
        LeaseRenewal? renewal = await Store.RenewAsync(lease, position, progress).ConfigureAwait(false);
        IReadOnlyList<NodeRecord>? nodes = renewal is null ? null : await Store.ReadNodesAsync().ConfigureAwait(false);
        return new Renewed(lease, renewal, nodes, askedAt, null);
    }

    private void OnRenewed(Renewed renewed)
    {
        _isRenewing = false;
        if (renewed.Cause is { } cause)
        {
            _plan.Logger.StoreIsAway(_plan.Node, cause.Message);
            return;
        }

        if (renewed.Lease != _lease)
        {
            return;
        }

        if (renewed.Renewal is not { } renewal)
        {
            Lapse("its lease was taken");
            return;
        }

        _clock.Granted(renewed.AskedAt);
        if (renewal.IsStopRequested && !_isStopping && _generation?.Coordinator is { } coordinator)
        {
            _isStopping = true;
            coordinator.Tell(new InterruptRun(), Self);
        }

        Rebalance(renewed.Nodes!);
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
        string message = $"Run {_lease.Run} cannot go on. {reason}";
        _plan.Logger.RunFails(_lease.Run, _lease.Epoch, reason);
        RunSummary summary = _loader.FailedSummary(_loaded, _lease, message);
        Try(() => FailAsync(message, summary), static released => released, () => FailRun(reason));
    }

    private async Task<Released> FailAsync(string message, RunSummary summary)
    {
        await Store.FailAsync(_lease, message, summary).ConfigureAwait(false);
        return Released.Instance;
    }

    private void End()
    {
        _plan.Logger.LeadEnds(_lease.Run, _lease.Epoch, "it is over");
        StopGeneration();
        Finish();
    }

    private void Release() => Try(ReleaseAsync, static released => released, Release);

    private async Task<Released> ReleaseAsync()
    {
        await Store.ReleaseAsync(_lease).ConfigureAwait(false);
        return Released.Instance;
    }

    private void Lapse(string reason)
    {
        _plan.Logger.LeadEnds(_lease.Run, _lease.Epoch, reason);
        StopGeneration();
        Finish();
    }

    private void Finish()
    {
        StopGeneration();
        _isOver = true;
        Context.Timers.CancelAll();
        Context.Parent!.Tell(new LeadEnded(_lease.Run, Self), Self);
        Context.Stop(Self);
    }

    private void StopGeneration()
    {
        _generation?.Stop(Context);
        _generation = null;
        _probeAnswered = _probe;

        // The next generation is asked to stop as well.
        _isStopping = false;
    }

    private TimeSpan NextPause()
    {
        TimeSpan next = _pause == TimeSpan.Zero ? TimeSpan.FromMilliseconds(100) : _pause * 2;
        return next < Timings.LongestPause ? next : Timings.LongestPause;
    }

    // A step that the store was away for is made again; the guard ends it with the lease.
    private void Try<T>(Func<Task<T>> step, Func<T, object> success, Action again)
        where T : notnull => step().PipeTo(Self, Self, success, cause => new StepFailed(_lease, cause, again));

    private void OnStepFailed(StepFailed failed)
    {
        if (failed.Lease != _lease)
        {
            return;
        }

        if (failed.Cause is StoreUnavailableException)
        {
            _plan.Logger.StoreIsAway(_plan.Node, failed.Cause.Message);
            // By a key of its own: two steps may wait at the same time, and neither takes the other's place.
            Context.Timers.StartSingle(failed, new Again(failed.Again), RetryPause);
        }
        else
        {
            FailRun(failed.Cause.Message);
        }
    }

    private sealed record Raised(Lease Before, Lease? Lease, long AskedAt);

    private sealed record Renewed(Lease? Lease, LeaseRenewal? Renewal, IReadOnlyList<NodeRecord>? Nodes, long AskedAt, Exception? Cause);

    private sealed record StepFailed(Lease Lease, Exception Cause, Action Again);

    private sealed record Again(Action Step);

    private sealed record RenewalDue
    {
        public static RenewalDue Instance { get; } = new();
    }

    private sealed record GuardDue
    {
        public static GuardDue Instance { get; } = new();
    }

    private sealed record Noted
    {
        public static Noted Instance { get; } = new();
    }

    private sealed record Released
    {
        public static Released Instance { get; } = new();
    }
}
