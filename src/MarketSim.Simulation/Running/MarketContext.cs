using Akka.Actor;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Recording;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Running;

/// <summary>The parts and collaborators of a market's actor.</summary>
/// <param name="Market">Of the scenario.</param>
/// <param name="Slots">By index, without gaps.</param>
/// <param name="NodeProxies">Forward messages to participants on other nodes, and are told when a batch is complete; empty within one process.</param>
/// <param name="RestoreFrom">The checkpoint to begin with; null for a new run.</param>
/// <param name="Progress">Told about every closed tick.</param>
/// <param name="Meter">Told when ticks and checkpoints begin and end.</param>
internal sealed record MarketContext(
    Scenario Scenario,
    MarketDefinition Market,
    IReadOnlyList<BarrierSlot> Slots,
    IReadOnlyList<IActorRef> NodeProxies,
    long Epoch,
    IActorRef Coordinator,
    ICheckpointStore Store,
    RunRecorder Recorder,
    ProgressReporter Progress,
    RunGauge Gauge,
    RunMeter Meter,
    CheckpointManifest? RestoreFrom);
