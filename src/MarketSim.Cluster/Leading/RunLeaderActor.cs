using Akka.Actor;
using MarketSim.Cluster.Messages;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.ParticipantHosts;
using MarketSim.Cluster.Placement;
using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Leading;

/// <summary>
/// Leads a run: places it on the nodes that can be reached, has its coordinator and market as children, reports to the store, and after any loss begins the
/// next epoch from the last committed checkpoint. Whether it still leads, the store decides: what an older epoch writes is refused.
/// </summary>
internal sealed class RunLeaderActor : UntypedActor, IWithTimers
{
    private readonly LeaderPlan _plan;
    private readonly LeaderSteps _steps;
    private readonly RunLoader _loader;
    private readonly RunPlacer _placer;
    private readonly LeaderReporter _reporter;
    private readonly RestorePause _pause;
    private readonly LeadState _state = new();
    private StepRunner _runner = null!;
    private RunLease _lease;
    private LoadedRun? _loaded;
    private RunEpoch? _epoch;
    private Recovery? _noted;

    public RunLeaderActor(LeaderPlan plan)
    {
        _plan = plan;
        _lease = plan.Lease;
        _steps = new LeaderSteps(plan.Options.Store);
        _loader = new RunLoader(plan.Options);
        _placer = new RunPlacer(plan);
        _reporter = new LeaderReporter(plan, _steps);
        _pause = new RestorePause(plan.Options.Timings.MaxPause);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _plan.Logger.LeadBegins(_lease.Run, _lease.Epoch, _plan.Node);
        _runner = new StepRunner(_plan, Timers, Self);
        Timers.StartPeriodicTimer("report", ReportDue.Instance, _plan.Options.Timings.Report);
        Load();
    }

    // A proxy or coordinator that fails by itself takes its epoch with it.
    protected override SupervisorStrategy SupervisorStrategy() =>
        RunSupervision.Stopping(cause => Self.Tell(new EpochFailed(_lease.Epoch, cause), Self));

    protected override void OnReceive(object message)
    {
        if (_state.Phase == LeadPhase.Ended)
        {
            return;
        }

        switch (message)
        {
            case FrameReceived received:
                Forward(received);
                break;
            case MembersChanged changed:
                _placer.Sees(changed.View);
                _epoch?.TellProxies(message);
                Rebalance();
                if (_state.Phase == LeadPhase.AwaitingNodes && PlacementNow().Missing is null)
                {
                    Place();
                }

                break;
            case AssociationLost:
                _epoch?.TellProxies(message);
                break;
            case LoadedRun loaded:
                OnLoaded(loaded);
                break;
            case HostReady ready:
                OnHostReady(ready);
                break;
            case HostLost lost when lost.Epoch == _epoch?.Epoch:
                OnHostLost(lost);
                break;
            case HostLeaves leaves when leaves.Epoch == _epoch?.Epoch:
                _placer.Leaves(leaves.Node);
                Rebalance();
                break;
            case EpochFailed failed when failed.Epoch == _epoch?.Epoch:
                OnFailed(failed.Cause);
                break;
            case EpochEnded over when over.Epoch == _epoch?.Epoch:
                End();
                break;
            case CheckpointMade made when made.Epoch == _epoch?.Epoch:
                OnCheckpoint(made.Manifest);
                break;
            default:
                OnStep(message);
                break;
        }
    }

    private bool HasTicked => _epoch is { HasTicked: true };

    private long CommittedTick => _loaded?.Manifest?.Tick ?? -1;

    private void Forward(FrameReceived received)
    {
        if (_epoch?.ProxyOf(received.Frame.Header) is { } proxy)
        {
            proxy.Tell(received, Self);
        }
        else
        {
            ClusterMeters.DroppedAsStale();
        }
    }

    private void Load() => Try(() => _loader.LoadAsync(_lease), static loaded => loaded, Load);

    private void OnLoaded(LoadedRun loaded)
    {
        if (loaded.Lease != _lease || _state.Phase != LeadPhase.Loading)
        {
            return;
        }

        _loaded = loaded;
        if ((loaded.Failure ?? CrashLoopDetector.Verdict(loaded.Recoveries, CommittedTick)) is { } verdict)
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
        RunPlacement placement = PlacementNow();
        if (_placer.MustWait(placement, _lease))
        {
            _state.Enter(LeadPhase.AwaitingNodes);
            return;
        }

        _state.Enter(LeadPhase.Running);
        _epoch = new RunEpoch(_plan, _lease, _loaded!, placement, Context);
        _plan.Status.EpochBegins(_lease.Run, _lease.Epoch, _epoch.Gauge);
        _plan.Logger.EpochPlaced(_lease.Run, _lease.Epoch, placement.Hosts.Count, placement.Slots.Count, CommittedTick);
        if (_epoch.IsPlaced)
        {
            Start(_epoch);
        }
    }

    private void Start(RunEpoch epoch)
    {
        if (_lease.Before is { } before && _noted is null)
        {
            // The nodes that live know best how far the leader before had come.
            _noted = Failover.Of(_lease, before, Math.Max(epoch.LastTick, _plan.LastTick), CommittedTick, _plan.IsAfterOutage);
            ClusterMeters.Recovered(_noted.Cause);
            Note();
            if (CrashLoopDetector.Verdict([.. _loaded!.Recoveries, _noted], CommittedTick) is { } verdict)
            {
                FailRun(verdict);
                return;
            }
        }

        epoch.Start(Context, Self);
    }

    private RunPlacement PlacementNow() => _placer.Place(_lease, _loaded!);

    private void OnHostReady(HostReady ready)
    {
        if (_epoch?.HostIsReady(ready) == true)
        {
            Start(_epoch);
        }
    }

    private void OnHostLost(HostLost lost)
    {
        _placer.Lost(lost);
        Recover(FailureRules.Of(lost.Loss, HasTicked), lost.Node.Name, lost.Reason);
    }

    private void OnFailed(Exception cause)
    {
        switch (FailureRules.Of(cause, HasTicked, CommittedTick))
        {
            case FailureDecision.StopLeading stop:
                Lapse(stop.Reason, wasTaken: true);
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
        if (_epoch is not { } epoch)
        {
            return;
        }

        var recovery = new Recovery(_lease.Epoch + 1, cause, node, epoch.Gauge.Tick, CommittedTick, reason);
        _plan.Logger.RunRecovers(_lease.Run, _lease.Epoch, cause, node, epoch.Gauge.Tick, reason);
        ClusterMeters.Recovered(cause);
        _pause.AfterEpoch(epoch.HasTicked);
        StopEpoch();
        _state.Enter(LeadPhase.RaisingEpoch);
        Raise(recovery);
    }

    // Nodes that came or want to go are taken in or let go at a checkpoint.
    private void Rebalance()
    {
        if (_epoch is { HasTicked: true, Coordinator: not null } epoch && !epoch.Requests.HasFlag(EpochRequests.Rebalance)
            && PlacementNow() is { Missing: null } now && !now.IsLike(epoch.Placement))
        {
            epoch.RequestRebalance(Self);
        }
    }

    private void OnCheckpoint(CheckpointManifest manifest)
    {
        _loaded = _loaded! with { Manifest = manifest };
        if (manifest.Status != RunStatus.Running)
        {
            return;
        }

        if (_state.IsSteppingDown)
        {
            GiveLeaseBack();
        }
        else if (_epoch!.Requests.HasFlag(EpochRequests.Rebalance))
        {
            Recover(RecoveryCause.Rebalance, string.Empty, "nodes came or went");
        }
    }

    private void OnStepDown()
    {
        _state.StepDown();
        switch (_state.Phase)
        {
            case LeadPhase.Running when _epoch is { Coordinator: not null } epoch:
                epoch.RequestCheckpoint(Self);
                break;
            case LeadPhase.Loading or LeadPhase.AwaitingNodes or LeadPhase.Running:
                GiveLeaseBack();
                break;

            // Once the epoch is raised, the lease of the next one is given back. Where the lease is going already, nothing is left to do.
            default:
                break;
        }
    }

    private void GiveLeaseBack()
    {
        StopEpoch();
        _state.Enter(LeadPhase.Releasing);
        Release();
    }

    private void FailRun(string reason)
    {
        StopEpoch();
        _state.Enter(LeadPhase.Failing);
        string message = $"Run {_lease.Run} cannot continue. {reason}";
        _plan.Logger.RunFails(_lease.Run, _lease.Epoch, reason);
        RunSummary summary = _loader.FailedSummary(_loaded, _lease, message);
        Try(() => _steps.FailAsync(_lease, message, summary), static released => released, () => FailRun(reason));
    }

    private void End()
    {
        _plan.Logger.LeadEnds(_lease.Run, _lease.Epoch, "it is over");
        Finish(wasTaken: false);
    }

    private void Finish(bool wasTaken)
    {
        StopEpoch();
        _state.Enter(LeadPhase.Ended);
        Timers.CancelAll();
        Context.Parent.Tell(new LeadEnded(_lease.Run, Self, wasTaken), Self);
        Context.Stop(Self);
    }

    private void StopEpoch()
    {
        _epoch?.Stop(Context);
        _epoch = null;
        _reporter.ForgetCoordinator();
    }

    // Answers of the store, and what they lead to.
    private void OnStep(object message)
    {
        switch (message)
        {
            case ReportDue:
                Report();
                break;
            case CoordinatorProbe probe:
                _reporter.Accept(probe);
                break;
            case LeaderReported reported:
                OnReported(reported);
                break;
            case EpochRaised raised:
                OnRaised(raised);
                break;
            case StepFailed failed when _runner.OnFailed(failed, _lease) is { } reason:
                FailRun(reason);
                break;
            case StepDue due:
                due.Step();
                break;
            case StepDown:
                OnStepDown();
                break;
            case StepFailed or RecoveryNoted or HostLost or HostLeaves or EpochFailed or EpochEnded or CheckpointMade:
                break;
            case LeaseReleased:
                Finish(wasTaken: false);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Note()
    {
        // With the next epoch comes the next note.
        if (_noted is { } recovery && recovery.Epoch == _lease.Epoch)
        {
            Try(() => _steps.NoteAsync(_lease, recovery), static noted => noted, Note);
        }
    }

    private void Raise(Recovery recovery) =>
        Try(() => _steps.RaiseAsync(_lease, recovery), static raised => raised, () => Raise(recovery));

    private void OnRaised(EpochRaised raised)
    {
        if (raised.Before != _lease || _state.Phase != LeadPhase.RaisingEpoch)
        {
            return;
        }

        if (raised.Lease is not { } lease)
        {
            Lapse("another node has taken it", wasTaken: true);
            return;
        }

        _lease = lease;
        if (_state.IsSteppingDown)
        {
            GiveLeaseBack();
            return;
        }

        _state.Enter(LeadPhase.Loading);
        if (_pause.Current > TimeSpan.Zero)
        {
            Timers.StartSingleTimer("load", new StepDue(Load), _pause.Current);
        }
        else
        {
            Load();
        }
    }

    private void Report()
    {
        if (_epoch?.Coordinator is not null && _reporter.IsCoordinatorOverdue)
        {
            Recover(RecoveryCause.NodeFailure, _plan.Node, "its coordinator does not answer");
        }
        else if (_state.Phase != LeadPhase.RaisingEpoch)
        {
            // While the epoch is raised, an answer would say nothing: the lease is about to be another.
            _reporter.Report(_lease, _epoch, _placer.View, Self);
        }
    }

    private void OnReported(LeaderReported reported)
    {
        _reporter.Accept(reported);
        if (reported.Cause is not null || reported.Lease != _lease || _state.Phase == LeadPhase.RaisingEpoch)
        {
            // The store was away; or of an epoch that is over, whatever it says.
            return;
        }

        if (reported.Instructions is not { } instructions)
        {
            Lapse("another node has taken it, or it has ended", wasTaken: true);
            return;
        }

        StopIfRequested(instructions);
        Rebalance();
    }

    private void StopIfRequested(LeaderInstructions instructions)
    {
        if (instructions.IsStopRequested && _epoch is { Coordinator: not null } epoch && !epoch.Requests.HasFlag(EpochRequests.Stop))
        {
            epoch.RequestStop(Self);
        }
    }

    private void Release() => Try(() => _steps.ReleaseAsync(_lease), static released => released, Release);

    private void Lapse(string reason, bool wasTaken)
    {
        _plan.Logger.LeadEnds(_lease.Run, _lease.Epoch, reason);
        Finish(wasTaken);
    }

    private void Try<T>(Func<Task<T>> step, Func<T, object> success, Action again)
        where T : notnull => _runner.Run(_lease, step, success, again);
}
