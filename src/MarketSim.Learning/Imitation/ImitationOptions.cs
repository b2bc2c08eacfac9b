using MarketSim.Learning.Imitation.Cloning;

namespace MarketSim.Learning.Imitation;

/// <summary>Settings of all methods; each takes those that are its own.</summary>
public sealed record ImitationOptions
{
    /// <summary>How policies are fitted to demonstrations: by behavioural cloning, in the rounds of DAgger, and before GAIL and AIRL.</summary>
    public CloningOptions Cloning { get; init; } = new();
}
