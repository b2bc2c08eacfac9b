namespace MarketSim.Learning.Environments.Checking;

/// <summary>The settings of an environment check.</summary>
public sealed record EnvironmentCheckOptions
{
    /// <summary>The seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Episodes of random actions, each with a separate seed; at least 3.</summary>
    public int Episodes { get; init; } = 4;

    /// <summary>Steps after which an episode is left, at least 2.</summary>
    public int MaximumSteps { get; init; } = 1000;

    /// <summary>True for an environment without randomness: all seeds give the same episode.</summary>
    public bool IsDeterministic { get; init; }

    /// <summary>True when the end after a fixed number of steps is part of the problem, so that it terminates.</summary>
    public bool HasFiniteHorizon { get; init; }
}
