using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.SubmittedScenarios;
using MarketSim.Scenarios;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Training;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cluster.Configuration;

/// <summary>The options of a node.</summary>
public sealed record NodeOptions
{
    /// <summary>The description that it joins with.</summary>
    public required NodeDescription Description { get; init; }

    /// <summary>The store of the cluster.</summary>
    public required IClusterStore Store { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Time limits.</summary>
    public NodeTimings Timings { get; init; } = new();

    /// <summary>Runs that a node leads at the same time, at most; the same on all nodes of a cluster.</summary>
    public int MaxLeads { get; init; } = 1;

    /// <summary>Receives the log.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Participants of a run beside its partitions.</summary>
    internal Func<Scenario, IReadOnlyList<ParticipantDefinition>> Participants { get; init; } = TrainingParticipants.Of;

    internal ScenarioCache Scenarios { get; } = new();
}
