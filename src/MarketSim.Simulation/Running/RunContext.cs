using Akka.Actor;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Recording;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Running;

/// <summary>The parts and collaborators that the coordinator and the market's actor share in one epoch of a run.</summary>
public sealed record RunContext
{
    /// <summary>Of the run.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>Of the scenario.</summary>
    public required MarketDefinition Market { get; init; }

    /// <summary>By index, without gaps.</summary>
    public required IReadOnlyList<BarrierSlot> Slots { get; init; }

    /// <summary>Forward messages to participants on other nodes, and are told when a batch is complete; empty within one process.</summary>
    public IReadOnlyList<IActorRef> NodeProxies { get; init; } = [];

    /// <summary>Raised with every recovery, from 1.</summary>
    public long Epoch { get; init; } = 1;

    /// <summary>Holds the parts of checkpoints and their manifests.</summary>
    public required ICheckpointStore Store { get; init; }

    /// <summary>Writes the tables.</summary>
    public required RunRecorder Recorder { get; init; }

    /// <summary>Told about every closed tick.</summary>
    public required ProgressReporter Progress { get; init; }

    /// <summary>Shows the position of this epoch to other threads.</summary>
    public RunGauge Gauge { get; init; } = new();

    /// <summary>The checkpoint to begin with; null for a new run.</summary>
    public CheckpointManifest? RestoreFrom { get; init; }
}
