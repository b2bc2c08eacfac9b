namespace MarketSim.Learning.Hierarchical.Usage;

/// <summary>The use of options over a window of steps.</summary>
/// <param name="Steps">Environment steps of the training at the end of the window.</param>
/// <param name="Shares">By option; of the window's steps.</param>
/// <param name="MeanRewards">By option; mean task reward of its steps, 0 for one that was not used.</param>
/// <param name="MeanDuration">Steps from a choice to the next.</param>
/// <param name="SwitchRate">Steps at which another option acted than in the step before, as a share.</param>
/// <param name="Entropy">Entropy of the shares, as a share of its maximum; 1 for one option alone.</param>
/// <param name="StateInformation">Mutual information of chosen option and state, in nats: of the element of the observation that tells the most.</param>
/// <param name="RegimeInformation">Mutual information of option and regime over the entropy of the regime, 0 to 1; null where the environment knows no regime
/// or it did not change.</param>
public sealed record OptionUsageRow(
    long Steps,
    IReadOnlyList<double> Shares,
    IReadOnlyList<double> MeanRewards,
    double MeanDuration,
    double SwitchRate,
    double Entropy,
    double StateInformation,
    double? RegimeInformation)
{
    /// <summary>Share of its maximum under which the entropy of use counts as a collapse.</summary>
    public const double CollapseLimit = 0.1;

    /// <summary>Mean return of the last episodes at the end of the window; NaN before the first has ended.</summary>
    public double MeanReturn { get; init; } = double.NaN;

    /// <summary>True when the options have collapsed into one.</summary>
    public bool HasCollapsed => Shares.Count > 1 && Entropy < CollapseLimit;
}
