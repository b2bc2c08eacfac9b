using Akka.Actor;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running.Participants;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Running;

/// <summary>What a market is made of.</summary>
/// <param name="Seats">By index, without gaps.</param>
/// <param name="Carriers">Carry messages to participants on other nodes, and are told when a batch is complete; empty within one process.</param>
/// <param name="RestoreFrom">The checkpoint to begin with; null for a new run.</param>
/// <param name="Progress">Told about every closed tick.</param>
/// <param name="Meter">Told when ticks and checkpoints begin and end.</param>
internal sealed record MarketPlan(
    Scenario Scenario,
    Population Population,
    IReadOnlyList<Seat> Seats,
    IReadOnlyList<IActorRef> Carriers,
    long Generation,
    IActorRef Coordinator,
    ICheckpointStore Store,
    RunRecorder Recorder,
    ProgressReporter Progress,
    RunGauge Gauge,
    RunMeter Meter,
    CheckpointManifest? RestoreFrom);
