using MarketSim.Learning.Gradients;
using MarketSim.Learning.Policies;

namespace MarketSim.Learning.Imitation;

/// <summary>The surroundings of a training by imitation, which are no part of a saved one.</summary>
public sealed record ImitationSetup
{
    /// <summary>Expert that DAgger queries; null for methods without one.</summary>
    public IPolicy? Expert { get; init; }

    /// <summary>Gradient engine; null for the managed one.</summary>
    public IGradientEngine? Engine { get; init; }

    /// <summary>Environments that are learned in side by side, by methods that play; at least 1. One where an environment itself is given.</summary>
    public int Environments { get; init; } = 8;
}
