using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Store;
using MarketSim.Scenarios;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>What a world is made of beside its seed: as it should be, or with something broken on purpose.</summary>
internal sealed record WorldVariant
{
    public static WorldVariant Sound { get; } = new();

    /// <summary>Puts a broken store in the place of the sound one.</summary>
    public Func<IClusterStore, SimulatedWorld, IClusterStore> Store { get; init; } = static (store, _) => store;

    /// <summary>Puts broken ports in the place of a node's sound ones.</summary>
    public Func<IClusterPorts, SimulatedWorld, IClusterPorts> Ports { get; init; } = static (ports, _) => ports;

    /// <summary>Whether faults are injected.</summary>
    public bool HasFaults { get; init; } = true;

    /// <summary>Whether frames are always late and out of order: long after their epoch is over they still arrive.</summary>
    public bool IsRough { get; init; }

    /// <summary>Nodes; null for 2 to 4 by the seed.</summary>
    public int? Nodes { get; init; }

    /// <summary>Runs that the cluster has at the same time; the faults follow the first one's ticks.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>Null for the checkpoints of the seed.</summary>
    public ScenarioCheckpoint? Checkpoint { get; init; }

    /// <summary>How the run trains learners; null when it trains none.</summary>
    public TrainingMode? Training { get; init; }

    /// <summary>The self-test of torch that a machine describes itself with, by its name; where it is given, the run's learners need torch.</summary>
    public Func<string, string>? TorchSelfTests { get; init; }

    /// <summary>Whether what nodes log goes into the trace.</summary>
    public bool TracesLogs { get; init; }

    /// <summary>Whether every turn of an actor and every message between actors is kept.</summary>
    public bool TracesTurns { get; init; }
}
