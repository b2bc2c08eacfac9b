namespace MarketSim.Learning.Environments.Vectors;

/// <summary>The check of a vector of environments that every algorithm makes before it learns there.</summary>
internal static class VectorEnvironmentGuard
{
    /// <summary>Refuses environments that cannot be learned in.</summary>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentException">There is none, or it has no spaces.</exception>
    public static IVectorEnvironment RequireSpaces(IVectorEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        EnvironmentGuard.RequireSpace(environment.ObservationSpace, "The environment", nameof(IEnvironment.ObservationSpace), nameof(environment));
        EnvironmentGuard.RequireSpace(environment.ActionSpace, "The environment", nameof(IEnvironment.ActionSpace), nameof(environment));
        return environment;
    }
}
