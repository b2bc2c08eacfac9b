namespace MarketSim.Learning.Algorithms;

/// <summary>The process of the noise that is added to actions.</summary>
public enum ActionNoiseKind
{
    /// <summary>No noise.</summary>
    None,

    /// <summary>Independent from step to step.</summary>
    Normal,

    /// <summary>Returns to zero, so that it is like itself a step before (Uhlenbeck and Ornstein 1930), as Lillicrap et al. (2016) explore with.</summary>
    OrnsteinUhlenbeck,
}

/// <summary>Noise that is added to continuous actions, which are scaled to -1 to 1 and stay there.</summary>
/// <param name="Deviation">Of a step's noise (normal), or of the process over a unit of time; 0 or more.</param>
/// <param name="Reversion">Of the process: share of the way back to zero in a unit of time.</param>
/// <param name="TimeStep">Of the process: units of time in a step.</param>
public sealed record ActionNoiseOptions(ActionNoiseKind Kind, double Deviation = 0.1, double Reversion = 0.15, double TimeStep = 0.01)
{
    /// <summary>No noise.</summary>
    public static ActionNoiseOptions None { get; } = new(ActionNoiseKind.None);
}
