using Akka.Actor;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Recording;
using MarketSim.Scenarios;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;
using Microsoft.Extensions.Logging;

namespace MarketSim.Simulation.Running;

/// <summary>The parts and collaborators of a coordinator.</summary>
/// <param name="Run">Those that it shares with the market's actor.</param>
/// <param name="Elsewhere">Participants on other nodes by the index of their slot; the coordinator starts all others itself.</param>
/// <param name="Participants">Of the run, beside its partitions.</param>
/// <param name="Logger">Of the run.</param>
/// <param name="TimeProvider">For wall times and the checkpoint interval.</param>
/// <param name="Outcome">Completed with the end of the run, or the failure that ended this epoch.</param>
public sealed record CoordinatorPlan(
    RunContext Run,
    IReadOnlyDictionary<int, IActorRef> Elsewhere,
    IReadOnlyList<ParticipantDefinition> Participants,
    ILogger Logger,
    TimeProvider TimeProvider,
    TaskCompletionSource<RunOutcome> Outcome)
{
    /// <summary>Digest of the torch self-test of the learners' hosts; null for a run that computes nothing there.</summary>
    public string? TorchSelfTest { get; init; }

    /// <summary>Those of the checkpoints before, and the present one.</summary>
    public IReadOnlyList<string> TorchSelfTests
    {
        get
        {
            IReadOnlyList<string> before = Run.RestoreFrom?.TorchSelfTests ?? [];
            return TorchSelfTest is null || before.LastOrDefault() == TorchSelfTest ? before : [.. before, TorchSelfTest];
        }
    }
}

/// <summary>The end of a run.</summary>
/// <param name="Last">Content of the last checkpoint.</param>
/// <param name="Manifest">Of the last checkpoint.</param>
public sealed record RunOutcome(CheckpointPrepared Last, CheckpointManifest Manifest);

/// <summary>Outside to coordinator: take a checkpoint and end the run as interrupted.</summary>
public sealed record InterruptRun;

/// <summary>Outside to coordinator: answer with the same message, to show that the mailbox is worked through.</summary>
/// <param name="Number">Tells probes apart.</param>
public sealed record CoordinatorProbe(long Number);

/// <summary>Leads one epoch of a run: starts market and participants, takes checkpoints, and ends the run.</summary>
public sealed class RunCoordinator : UntypedActor, IWithTimers
{
    private readonly CoordinatorPlan _plan;
    private readonly long _started;
    private readonly string _scenarioDigest;
    private readonly RunMeter _meter;
    private IActorRef? _market;

    /// <param name="plan">Its parts and collaborators.</param>
    public RunCoordinator(CoordinatorPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
        _started = plan.TimeProvider.GetTimestamp();
        _scenarioDigest = plan.Run.Scenario.Digest();
        _meter = new RunMeter(plan.TimeProvider);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        List<IActorRef> participants = [.. _plan.Run.Slots.Select(Start)];
        IActorRef self = Self;
        _market = Context.ActorOf(
            ActorFactory.Of(() => new MarketActor(_plan.Run, self, _meter)).WithDispatcher(RunDispatchers.Run),
            "market");
        _market.Tell(new StartMarket(participants), Self);
        StartCheckpointTimer();
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => RunSupervision.Ending(_plan.Outcome);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
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
            case Status.Failure failure:
                // Any exception: nothing else would end the run.
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
        if (_plan.Run.Scenario.Checkpoint.Every is { } every)
        {
            Timers.StartSingleTimer("checkpoint", new RequestCheckpoint(ThenStop: false), every);
        }
    }

    private IActorRef Start(BarrierSlot slot) => _plan.Elsewhere.TryGetValue(slot.Index, out IActorRef? elsewhere)
        ? elsewhere
        : new ParticipantContext(_plan.Run.Scenario, _plan.Run.Market, slot, _plan.Run.Epoch, _plan.Run.Store, _plan.Logger, _plan.Run.RestoreFrom).Start(Context, _plan.Participants);

    private void Commit(CheckpointPrepared prepared)
    {
        var manifest = new CheckpointManifest(
            CheckpointManifest.CurrentFormat,
            _scenarioDigest,
            prepared.Tick,
            prepared.Status,
            prepared.Parts,
            prepared.Outputs,
            (_plan.Run.RestoreFrom?.WallSeconds ?? 0) + _plan.TimeProvider.GetElapsedTime(_started).TotalSeconds)
        {
            Segments = prepared.Segments,
            TorchSelfTests = _plan.TorchSelfTests,
        };
        RunSummary summary = RunSummaries.Of(_plan.Run.Scenario, _plan.Run.Market.Population, prepared, manifest);
        manifest = manifest with { Summary = summary with { Partitions = _plan.Run.Slots.Count(slot => slot.Participant is null) } };
        _ = _plan.Run.Store.CommitAsync(manifest).PipeTo(Self, Self, () => new Committed(prepared, manifest));
    }

    private void OnCommitted(CheckpointPrepared prepared, CheckpointManifest manifest)
    {
        long bytes = manifest.Parts.Sum(part => (long)part.Length);
        _meter.CheckpointCommitted(bytes);
        _plan.Logger.CheckpointCommitted(manifest.Tick, manifest.Parts.Count, bytes);
        if (prepared.Status == RunStatus.Running)
        {
            StartCheckpointTimer();
            _market!.Tell(new CheckpointCommitted(_plan.Run.Epoch, prepared.Tick), Self);
        }
        else
        {
            _plan.Outcome.TrySetResult(new RunOutcome(prepared, manifest));
        }
    }

    private sealed record Committed(CheckpointPrepared Prepared, CheckpointManifest Manifest);
}
