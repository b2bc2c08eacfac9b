namespace MarketSim.Engine.Partitions;

/// <summary>Settings of a partition: the execution of its agents.</summary>
public sealed record PartitionOptions
{
    /// <summary>The replica that the partition belongs to; 0 for the main market.</summary>
    public int Replica { get; init; }

    /// <summary>True to take the likeliest actions of policies instead of drawing them.</summary>
    public bool IsDeterministic { get; init; }

    /// <summary>Executes the agents of groups with <see cref="Agents.Population.AgentActors.Individual"/>; null to call all agents directly.</summary>
    public AgentTurnRunner? RunIndividual { get; init; }

    /// <summary>Receives agents' failures; null for none.</summary>
    public AgentFailureObserver? AgentFailed { get; init; }
}
