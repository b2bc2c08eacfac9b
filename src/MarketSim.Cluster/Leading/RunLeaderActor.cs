using System.Globalization;
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
internal sealed partial class RunLeaderActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly LeaderPlan _plan;
    private readonly LeaseClock _clock;
    private readonly RunLoader _loader;
    private readonly LostNodes _lost;
    private Lease _lease;
    private ITransportConnection? _connection;
    private LoadedRun? _loaded;
    private LedGeneration? _generation;
    private Recovery? _noted;
    private BrokerBlocked _broker;
    private TimeSpan _pause;
    private long _disconnectedAt;
    private long _probe;
    private long _probeAnswered;
    private bool _isAwaitingConnection;
    private bool _isRenewing;
    private bool _isRaising;
    private bool _isStoreAway;
    private bool _isSteppingDown;
    private bool _isRebalancing;
    private bool _isStopping;
    private bool _isOver;

    public RunLeaderActor(LeaderPlan plan)
    {
        _plan = plan;
        _lease = plan.Lease;
        _connection = plan.Connection;
        _broker = plan.Broker;
        _clock = new LeaseClock(plan.Options.TimeProvider, plan.Lease.Length, plan.Options.Timings.LeaseMargin);
        _clock.Granted(plan.AskedAt);
        _loader = new RunLoader(plan.Options);
        _lost = new LostNodes(plan.Options.TimeProvider, plan.Options.Timings.Silence);
        _disconnectedAt = plan.Options.TimeProvider.GetTimestamp();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private IClusterStore Store => _plan.Options.Store;

    private NodeTimings Timings => _plan.Options.Timings;

    protected override void PreStart()
    {
        _plan.Logger.LeadBegins(_lease.Run, _lease.Epoch, _plan.Node);
        Timers.StartPeriodicTimer("renew", RenewalDue.Instance, Timings.Renewal);

        // Often enough that the end of the trust in a lease is noticed before the lease ends.
        Timers.StartPeriodicTimer("guard", GuardDue.Instance, Timings.LeaseMargin / 2);
        Load();
    }

    // A carrier or coordinator that fails by itself takes its generation with it.
    protected override SupervisorStrategy SupervisorStrategy() =>
        RunSupervision.Stopping(cause => Self.Tell(new GenerationFailed(_lease.Epoch, cause), Self));

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
                ReceiveTiming(message);
                break;
        }
    }

    // Until the first tick after a restore, a death is only the interruption of a recovery.
    private RecoveryCause CauseOfDeath => _generation is { HasTicked: true } ? RecoveryCause.Death : RecoveryCause.Interrupted;

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
            _plan.Logger.RoleIsMissing(_lease.Run, _lease.Epoch, warning);
        }

        _isRebalancing = false;
        _generation = new LedGeneration(_plan, _lease, _loaded, placement, _connection, Context);
        _plan.Status.GenerationBegins(_lease.Run, _lease.Epoch, _generation.Gauge);
        _plan.Logger.GenerationPlaced(_lease.Run, _lease.Epoch, placement.Sites.Count, placement.Slots.Count, CommittedTick);
        _generation.BrokerIs(_broker);
        if (_generation.IsPlaced)
        {
            Start(_generation);
        }
    }

    private void Start(LedGeneration generation)
    {
        if (_lease.Before is { } before && _noted is null)
        {
            // The nodes that live know best how far the leader before had come.
            _noted = Takeover.Of(_lease, before, Math.Max(generation.LastTick, _plan.LastTick), CommittedTick, _plan.IsAfterOutage);
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
        _lease.Run, _plan.Node, UsableNodes.Of(nodes, _plan.Options, _connection!.Inbox, _lost), _lease.Submission.MostNodes, _loaded!.Market.Population, _loaded.Participants);

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

        // A node that is silent before the first tick may be dead or cut off; nobody knows, so it counts for nobody's death.
        bool isOutage = lost.Loss == SiteLoss.Outage || (lost.Loss == SiteLoss.Silent && _generation is { HasTicked: false });
        Recover(isOutage ? RecoveryCause.Outage : CauseOfDeath, lost.Node.Node.Name, lost.Reason);
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

    private void End()
    {
        _plan.Logger.LeadEnds(_lease.Run, _lease.Epoch, "it is over");
        StopGeneration();
        Finish();
    }

    private void Finish()
    {
        StopGeneration();
        _isOver = true;
        Timers.CancelAll();
        Context.Parent.Tell(new LeadEnded(_lease.Run, Self), Self);
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
}
