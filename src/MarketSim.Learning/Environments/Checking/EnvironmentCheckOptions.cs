namespace MarketSim.Learning.Environments.Checking;

/// <summary>How an environment is checked.</summary>
public sealed record EnvironmentCheckOptions
{
    /// <summary>The seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Episodes of random actions, each with a seed of its own; at least 3.</summary>
    public int Episodes { get; init; } = 4;

    /// <summary>Steps after which an episode is left, at least 2.</summary>
    public int MaximumSteps { get; init; } = 1000;

    /// <summary>Whether the environment is without chance, so that all seeds give the same.</summary>
    public bool IsDeterministic { get; init; }

    /// <summary>Whether the end after a fixed number of steps is part of the problem, so that it terminates.</summary>
    public bool HasFiniteHorizon { get; init; }
}
