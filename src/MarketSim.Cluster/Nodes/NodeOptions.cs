using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Transport;
using MarketSim.Simulation.Running.Participants;
using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Training;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cluster.Nodes;

/// <summary>What a node is made of.</summary>
public sealed record NodeOptions
{
    public required NodeDescription Description { get; init; }

    public required ITransport Transport { get; init; }

    public required IClusterStore Store { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    public NodeTimings Timings { get; init; } = new();

    /// <summary>Runs that this node leads at the same time, at most.</summary>
    public int MostLeads { get; init; } = 1;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Processor time that this process has used so far; null where nobody measures it.</summary>
    public Func<TimeSpan>? ProcessorTime { get; init; }

    internal ScenarioCache Scenarios { get; init; } = new();

    /// <summary>Participants of a run beside its partitions.</summary>
    internal Func<Scenario, IReadOnlyList<ParticipantDefinition>> Participants { get; init; } = TrainingParticipants.Of;
}
