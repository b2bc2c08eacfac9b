using System.Globalization;
using Akka.Actor;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.ParticipantHosts;
using MarketSim.Cluster.Placement;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Engine.Participants;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Recording;
using MarketSim.Results.Tables;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Leading;

/// <summary>The requests of a leader to the coordinator of an epoch. The coordinator of the next epoch knows nothing of them.</summary>
[Flags]
internal enum EpochRequests
{
    None = 0,

    /// <summary>A checkpoint, after which the run is placed again.</summary>
    Rebalance = 1,

    /// <summary>The end of the run, at a checkpoint.</summary>
    Stop = 2,
}

/// <summary>One epoch of a run, on the leader's node: the proxies of the other nodes, and the coordinator once all of them are ready.</summary>
internal sealed class RunEpoch
{
    private readonly LeaderPlan _plan;
    private readonly RunLease _lease;
    private readonly LoadedRun _run;
    private readonly Dictionary<string, IActorRef> _proxies = new(StringComparer.Ordinal);
    private readonly HashSet<string> _awaited = new(StringComparer.Ordinal);
    private readonly ProgressBoard _board;

    public RunEpoch(LeaderPlan plan, RunLease lease, LoadedRun run, RunPlacement placement, IActorContext context)
    {
        _plan = plan;
        _lease = lease;
        _run = run;
        Placement = placement;
        _board = new ProgressBoard(plan.Options.TimeProvider, Gauge);
        foreach (PlacedHost host in placement.Hosts.Where(host => host.Node.Name != plan.Node))
        {
            var place = new PlaceParticipants(
                lease.Run, lease.Epoch, lease.Submission.Scenario, lease.Submission.ScenarioDigest, ForHosts(run.Manifest), host.Slots, plan.Peers.Self);
            var proxyPlan = new NodeProxyPlan(lease.Run, lease.Epoch, host.Node, place, plan.Peers, plan.Options.Timings, plan.Options.TimeProvider, Gauge);
            IActorRef proxy = context.ActorOf(
                ActorFactory.Of(() => new NodeProxyActor(proxyPlan)),
                string.Create(CultureInfo.InvariantCulture, $"proxy-{host.Node.Name}-{lease.Epoch}"));
            _proxies.Add(host.Node.Incarnation, proxy);
            _awaited.Add(host.Node.Name);
        }
    }

    public long Epoch => _lease.Epoch;

    public RunPlacement Placement { get; }

    public RunGauge Gauge { get; } = new();

    /// <summary>The coordinator of the run; null until all nodes are ready.</summary>
    public IActorRef? Coordinator { get; private set; }

    /// <summary>The requests that its coordinator has received.</summary>
    public EpochRequests Requests { get; private set; }

    public bool IsPlaced => _awaited.Count == 0;

    /// <summary>True when a tick was opened in this epoch.</summary>
    public bool HasTicked => Gauge.TicksOpened > 0;

    public RunPosition Position => new(HasTicked ? Gauge.Tick : _run.Manifest?.Tick ?? -1, !HasTicked);

    /// <summary>The progress of the run for clients; a JSON object.</summary>
    public string ProgressAmong(MembershipView view) => _board.ToJson(RunNode.Of(view, Placement, _plan.Node, _run.Market.Population));

    public IActorRef? ProxyOf(FrameHeader header) => header.Epoch == Epoch ? ProxyOf(header.Sender) : null;

    private IActorRef? ProxyOf(string incarnation) => _proxies.GetValueOrDefault(incarnation);

    /// <summary>The last tick that any of the nodes saw opened in the epoch before; -1 for none.</summary>
    public long LastTick { get; private set; } = -1;

    /// <returns>True when this was the last that was waited for.</returns>
    public bool HostIsReady(HostReady ready)
    {
        if (!_proxies.ContainsValue(ready.Proxy) || !_awaited.Remove(ready.Node))
        {
            return false;
        }

        LastTick = Math.Max(LastTick, ready.LastTick);
        return IsPlaced && Coordinator is null;
    }

    public void TellProxies(object message)
    {
        foreach (IActorRef proxy in _proxies.Values)
        {
            proxy.Tell(message, ActorRefs.NoSender);
        }
    }

    /// <remarks>Only with a <see cref="Coordinator"/>, as the others.</remarks>
    public void RequestCheckpoint(IActorRef leader) => Coordinator!.Tell(new RequestCheckpoint(ThenStop: false), leader);

    public void RequestRebalance(IActorRef leader)
    {
        Requests |= EpochRequests.Rebalance;
        RequestCheckpoint(leader);
    }

    public void RequestStop(IActorRef leader)
    {
        Requests |= EpochRequests.Stop;
        Coordinator!.Tell(new InterruptRun(), leader);
    }

    public void Start(IActorContext context, IActorRef leader)
    {
        long epoch = Epoch;
        var outcome = new TaskCompletionSource<RunOutcome>();
        _ = outcome.Task.PipeTo(leader, leader, _ => new EpochEnded(epoch), cause => new EpochFailed(epoch, cause));
        var store = new LeaderCheckpointStore(
            _plan.Options.Store, _lease, _run.Scenario.Checkpoint.Keep, manifest => leader.Tell(new CheckpointMade(epoch, manifest), leader));
        var coordinatorPlan = new CoordinatorPlan(
            new RunContext
            {
                Scenario = _run.Scenario,
                Market = _run.Market,
                Slots = Placement.Slots,
                NodeProxies = [.. _proxies.Values],
                Epoch = epoch,
                Store = store,
                Recorder = new RunRecorder(new PartOutputFiles(), _run.Scenario, _run.Market, _run.Manifest?.Outputs),
                Progress = new ProgressReporter(_board.Options, _run.Scenario.TickCount),
                Gauge = Gauge,
                RestoreFrom = _run.Manifest,
            },
            Elsewhere(),
            _run.Participants,
            new PlacedLogger(_plan.Logger, new LogPlace(_plan.Node, _lease.Run, epoch, Gauge)),
            _plan.Options.TimeProvider,
            outcome)
        {
            TorchSelfTest = Placement.TorchSelfTest,
        };
        Coordinator = context.ActorOf(
            ActorFactory.Of(() => new RunCoordinator(coordinatorPlan)),
            string.Create(CultureInfo.InvariantCulture, $"coordinator-{epoch}"));
    }

    /// <summary>Ends the epoch here and tells the other nodes, which may or may not hear it.</summary>
    public void Stop(IActorContext context)
    {
        if (Coordinator is { } coordinator)
        {
            context.Stop(coordinator);
        }

        foreach ((string incarnation, IActorRef proxy) in _proxies)
        {
            context.Stop(proxy);
            var writer = new FrameWriter();
            writer.Add(new DropParticipants("the epoch is over"));
            _plan.Peers.Send(incarnation, writer.Finish(new FrameHeader(_lease.Run, Epoch, _plan.Peers.Self, Sequence: 0, Gauge.Tick)));
        }
    }

    // Hosts only read parts; what was written down, and the summary, is no concern of theirs.
    private static CheckpointManifest? ForHosts(CheckpointManifest? manifest) => manifest is null ? null : manifest with { Outputs = [], Segments = [], Summary = null, WallSeconds = 0 };

    private Dictionary<int, IActorRef> Elsewhere()
    {
        var elsewhere = new Dictionary<int, IActorRef>();
        foreach (PlacedHost host in Placement.Hosts.Where(host => _proxies.ContainsKey(host.Node.Incarnation)))
        {
            foreach (BarrierSlot slot in host.Slots)
            {
                elsewhere.Add(slot.Index, new RemoteParticipantRef(_proxies[host.Node.Incarnation], slot.Index));
            }
        }

        return elsewhere;
    }
}
