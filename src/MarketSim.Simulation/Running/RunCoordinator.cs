using MarketSim.Actors;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running.Participants;
using MarketSim.Simulation.Scenarios;
using Microsoft.Extensions.Logging;

namespace MarketSim.Simulation.Running;

/// <summary>What a coordinator needs.</summary>
/// <param name="Seats">By index, without gaps.</param>
/// <param name="Elsewhere">Participants on other nodes by the index of their seat; the coordinator starts all others itself.</param>
/// <param name="Carriers">Carry messages to the participants elsewhere.</param>
/// <param name="Generation">Raised with every recovery.</param>
/// <param name="WallSecondsBefore">Simulation time on the wall clock of earlier sessions of the run, in seconds.</param>
internal sealed record CoordinatorPlan(
    Scenario Scenario,
    Population Population,
    IReadOnlyList<Seat> Seats,
    IReadOnlyDictionary<int, ActorRef> Elsewhere,
    IReadOnlyList<ActorRef> Carriers,
    IReadOnlyList<ParticipantDefinition> Participants,
    long Generation,
    ICheckpointStore Store,
    RunRecorder Recorder,
    ProgressReporter Progress,
    RunGauge Gauge,
    ILogger Logger,
    CheckpointManifest? RestoreFrom,
    double WallSecondsBefore,
    TimeProvider TimeProvider,
    TaskCompletionSource<RunOutcome> Outcome);

/// <summary>How a run ended.</summary>
/// <param name="Last">What the last checkpoint said.</param>
internal sealed record RunOutcome(CheckpointPrepared Last, CheckpointManifest Manifest);

/// <summary>Outside to coordinator: take a checkpoint and end the run as interrupted.</summary>
internal sealed record InterruptRun;

/// <summary>Outside to coordinator: answer with the same message, to show that the mailbox is worked through.</summary>
internal sealed record CoordinatorProbe(long Number);

/// <summary>Leads one generation of a run: starts market and participants, takes checkpoints, and ends the run.</summary>
internal sealed class RunCoordinator : Actor
{
    private readonly CoordinatorPlan _plan;
    private readonly long _started;
    private readonly string _scenarioDigest;
    private readonly RunMeter _meter;
    private ActorRef? _market;

    public RunCoordinator(CoordinatorPlan plan)
    {
        _plan = plan;
        _started = plan.TimeProvider.GetTimestamp();
        _scenarioDigest = plan.Scenario.Digest();
        _meter = new RunMeter(plan.TimeProvider);
    }

    protected override void PreStart()
    {
        List<ActorRef> participants = [.. _plan.Seats.Select(Start)];
        ActorRef self = Self;
        _market = Context.ActorOf(
            Props.Create(() => new MarketActor(new MarketPlan(
                _plan.Scenario,
                _plan.Population,
                _plan.Seats,
                _plan.Carriers,
                _plan.Generation,
                self,
                _plan.Store,
                _plan.Recorder,
                _plan.Progress,
                _plan.Gauge,
                _meter,
                _plan.RestoreFrom))),
            "market");
        _market.Tell(new StartMarket(participants), Self);
        StartCheckpointTimer();
    }

    /// <summary>The system's guardian over the coordinator: a run whose coordinator fails is over.</summary>
    public static SupervisorStrategy Guardian(TaskCompletionSource<RunOutcome> outcome) => Ending(outcome);

    /// <summary>Market and partitions hold the truth of the run; one that failed cannot go on by itself.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => Ending(_plan.Outcome);

    protected override void Receive(object message)
    {
        switch (message)
        {
            case RequestCheckpoint request:
                _market!.Tell(request, Self);
                break;
            case InterruptRun:
                _market!.Tell(new RequestCheckpoint(ThenStop: true), Self);
                break;
            case CoordinatorProbe probe:
                Sender.Tell(probe, Self);
                break;
            case CheckpointPrepared prepared:
                Commit(prepared);
                break;
            case Committed committed:
                OnCommitted(committed.Prepared, committed.Manifest);
                break;
            case Failure failure:
                // Whatever it is, nobody else would end the run.
                _plan.Outcome.TrySetException(failure.Cause);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // From the end of one checkpoint to the beginning of the next: however long one takes, ticks pass between two.
    private void StartCheckpointTimer()
    {
        if (_plan.Scenario.Checkpoint.Every is { } every)
        {
            Context.Timers.StartSingle("checkpoint", new RequestCheckpoint(ThenStop: false), every);
        }
    }

    private static OneForOneStrategy Ending(TaskCompletionSource<RunOutcome> outcome) => new(exception =>
    {
        outcome.TrySetException(Cause(exception));
        return Directive.Stop;
    });

    private static Exception Cause(Exception exception) =>
        exception is ActorInitializationException { InnerException: { } inner } ? inner : exception;

    private ActorRef Start(Seat seat) => _plan.Elsewhere.TryGetValue(seat.Index, out ActorRef? elsewhere)
        ? elsewhere
        : new SeatPlan(_plan.Scenario, _plan.Population, seat, _plan.Generation, _plan.Store, _plan.Logger, _plan.RestoreFrom).Start(Context, _plan.Participants);

    private void Commit(CheckpointPrepared prepared)
    {
        var manifest = new CheckpointManifest(
            CheckpointManifest.CurrentFormat,
            _scenarioDigest,
            prepared.Tick,
            prepared.Status,
            prepared.Parts,
            prepared.Outputs,
            _plan.WallSecondsBefore + _plan.TimeProvider.GetElapsedTime(_started).TotalSeconds)
        {
            Segments = prepared.Segments,
        };
        manifest = manifest with { Summary = RunSummaries.Of(_plan.Scenario, _plan.Population, prepared, manifest) };
        _plan.Store.CommitAsync(manifest).PipeTo(Self, new Committed(prepared, manifest), Self);
    }

    private void OnCommitted(CheckpointPrepared prepared, CheckpointManifest manifest)
    {
        long bytes = manifest.Parts.Sum(part => (long)part.Length);
        _meter.CheckpointCommitted(bytes);
        _plan.Logger.CheckpointCommitted(manifest.Tick, manifest.Parts.Count, bytes);
        if (prepared.Status == RunStatus.Running)
        {
            StartCheckpointTimer();
            _market!.Tell(new CheckpointCommitted(_plan.Generation, prepared.Tick), Self);
        }
        else
        {
            _plan.Outcome.TrySetResult(new RunOutcome(prepared, manifest));
        }
    }

    private sealed record Committed(CheckpointPrepared Prepared, CheckpointManifest Manifest);
}
