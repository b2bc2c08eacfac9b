using MarketSim.Learning.Imitation.Adversarial;
using MarketSim.Learning.Imitation.Aggregation;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Inverse;

namespace MarketSim.Learning.Imitation;

/// <summary>Settings of all methods; each takes those that are its own.</summary>
public sealed record ImitationOptions
{
    /// <summary>The settings of behavioural cloning, of the rounds of DAgger, and of the clone that GAIL and AIRL begin with.</summary>
    public CloningOptions Cloning { get; init; } = new();

    /// <summary>Options of DAgger.</summary>
    public DaggerOptions Dagger { get; init; } = new();

    /// <summary>Options of inverse learning.</summary>
    public InverseOptions Inverse { get; init; } = new();

    /// <summary>The settings of GAIL and AIRL.</summary>
    public AdversarialOptions Adversarial { get; init; } = new();
}
