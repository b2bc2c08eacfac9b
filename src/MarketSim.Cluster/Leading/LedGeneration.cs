using System.Globalization;
using Akka.Actor;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Placement;
using MarketSim.Cluster.Sites;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Engine.Participants;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Running.Participants;
using MarketSim.Simulation.Training;

namespace MarketSim.Cluster.Leading;

/// <summary>One generation of a run, on the leader's node: the carriers of the other nodes, and the coordinator once all of them are ready.</summary>
internal sealed class LedGeneration
{
    private readonly LeaderPlan _plan;
    private readonly Lease _lease;
    private readonly LoadedRun _run;
    private readonly Dictionary<string, IActorRef> _carriers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _awaited = new(StringComparer.Ordinal);
    private readonly ITransportConnection _connection;
    private readonly ProgressBoard _board;

    public LedGeneration(
        LeaderPlan plan, Lease lease, LoadedRun run, RunPlacement placement, ITransportConnection connection, IActorContext context)
    {
        _plan = plan;
        _lease = lease;
        _run = run;
        _connection = connection;
        Placement = placement;
        _board = new ProgressBoard(plan.Options.TimeProvider, Gauge);
        foreach (PlacedSite site in placement.Sites.Where(site => site.Node.Node.Name != plan.Node))
        {
            var place = new PlaceSite(
                lease.Run, lease.Epoch, lease.Submission.Scenario, lease.Submission.ScenarioDigest, ForSites(run.Manifest), site.Slots, connection.Inbox);
            var carrierPlan = new CarrierPlan(lease.Run, lease.Epoch, site.Node, place, connection, plan.Options.Timings, plan.Options.TimeProvider, Gauge);
            IActorRef carrier = context.ActorOf(
                ActorFactory.Of(() => new CarrierActor(carrierPlan)),
                string.Create(CultureInfo.InvariantCulture, $"carrier-{site.Node.Node.Name}-{lease.Epoch}"));
            _carriers.Add(site.Node.Inbox, carrier);
            _awaited.Add(site.Node.Node.Name);
        }
    }

    public long Epoch => _lease.Epoch;

    public RunPlacement Placement { get; }

    public RunGauge Gauge { get; } = new();

    /// <summary>Null until all nodes are ready.</summary>
    public IActorRef? Coordinator { get; private set; }

    public bool IsPlaced => _awaited.Count == 0;

    /// <summary>Whether a tick was opened in this generation.</summary>
    public bool HasTicked => Gauge.TicksOpened > 0;

    public RunPosition Position => new(HasTicked ? Gauge.Tick : _run.Manifest?.Tick ?? -1, !HasTicked);

    /// <summary>For whoever asks where the run stands; a JSON object.</summary>
    public string Progress => _board.ToJson();

    public IActorRef? CarrierOf(FrameHeader header) => header.Generation == Epoch ? CarrierOf(header.Sender) : null;

    public IActorRef? CarrierOf(string inbox) => _carriers.GetValueOrDefault(inbox);

    /// <summary>The last tick that any of the nodes saw opened in the generation before; -1 for none.</summary>
    public long LastTick { get; private set; } = -1;

    /// <returns>True when this was the last that was waited for.</returns>
    public bool SiteIsReady(SiteReady ready)
    {
        if (!_carriers.ContainsValue(ready.Carrier) || !_awaited.Remove(ready.Node))
        {
            return false;
        }

        LastTick = Math.Max(LastTick, ready.LastTick);
        return IsPlaced && Coordinator is null;
    }

    public void BrokerIs(BrokerBlocked blocked)
    {
        foreach (IActorRef carrier in _carriers.Values)
        {
            carrier.Tell(blocked, ActorRefs.NoSender);
        }
    }

    public void Start(IActorContext context, IActorRef leader)
    {
        long epoch = Epoch;
        var outcome = new TaskCompletionSource<RunOutcome>();
        _ = outcome.Task.PipeTo(leader, leader, _ => new GenerationEnded(epoch), cause => new GenerationFailed(epoch, cause));
        var store = new LeaderCheckpointStore(
            _plan.Options.Store, _lease, _run.Scenario.Checkpoint.Keep, manifest => leader.Tell(new CheckpointMade(epoch, manifest), leader));
        var coordinatorPlan = new CoordinatorPlan(
            _run.Scenario,
            _run.Market,
            Placement.Slots,
            Elsewhere(),
            [.. _carriers.Values],
            _run.Participants,
            epoch,
            store,
            new RunRecorder(new PartOutputFiles(), _run.Scenario, _run.Market, _run.Manifest?.Outputs),
            new ProgressReporter(_board.Options, _run.Scenario.TickCount),
            Gauge,
            new PlacedLogger(_plan.Logger, new LogPlace(_plan.Node, _lease.Run, epoch, Gauge)),
            _run.Manifest,
            _run.Manifest?.WallSeconds ?? 0,
            _plan.Options.TimeProvider,
            outcome);
        Coordinator = context.ActorOf(
            ActorFactory.Of(() => new RunCoordinator(coordinatorPlan)),
            string.Create(CultureInfo.InvariantCulture, $"coordinator-{epoch}"));
    }

    /// <summary>Ends the generation here and tells the other nodes, which may or may not hear it.</summary>
    public void Stop(IActorContext context)
    {
        if (Coordinator is { } coordinator)
        {
            context.Stop(coordinator);
        }

        foreach ((string inbox, IActorRef carrier) in _carriers)
        {
            context.Stop(carrier);
            var writer = new FrameWriter();
            writer.Add(new DropSite("the generation is over"));
            _connection.Send(inbox, writer.Finish(new FrameHeader(_lease.Run, Epoch, _connection.Inbox, Sequence: 0, Gauge.Tick)));
        }
    }

    // Sites only read parts; what was written down, and the summary, is no concern of theirs.
    private static CheckpointManifest? ForSites(CheckpointManifest? manifest) => manifest is null ? null : manifest with { Outputs = [], Segments = [], Summary = null, WallSeconds = 0 };

    private Dictionary<int, IActorRef> Elsewhere()
    {
        var elsewhere = new Dictionary<int, IActorRef>();
        foreach (PlacedSite site in Placement.Sites.Where(site => _carriers.ContainsKey(site.Node.Inbox)))
        {
            foreach (BarrierSlot slot in site.Slots)
            {
                elsewhere.Add(slot.Index, new RemoteParticipantRef(_carriers[site.Node.Inbox], slot.Index));
            }
        }

        return elsewhere;
    }
}
