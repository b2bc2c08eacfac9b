namespace MarketSim.Environments.Tabular;

/// <summary>A market of few states: a signal, a position and a cost level.</summary>
public sealed record TabularMarketSettings
{
    /// <summary>Expected returns that the signal can have, rising; at least 2.</summary>
    public IReadOnlyList<double> Signals { get; init; } = [-2, -1, 0, 1, 2];

    /// <summary>Probability that the signal stays for a step; otherwise it moves to a neighbour. 0 to 1.</summary>
    public double SignalPersistence { get; init; } = 0.8;

    /// <summary>Maximum position, long or short, in units; at least 1.</summary>
    public int MaximumPosition { get; init; } = 2;

    /// <summary>Cost of trading one unit at each level; at least one level, each 0 or more. With two levels the features cost and trade are distinguishable.</summary>
    public IReadOnlyList<double> CostLevels { get; init; } = [0.2, 1.0];

    /// <summary>Probability that the cost level stays for a step; otherwise it becomes any other. 0 to 1.</summary>
    public double CostPersistence { get; init; } = 0.9;

    /// <summary>Discount per step, 0 to below 1.</summary>
    public double Discount { get; init; } = 0.9;

    /// <summary>Steps of an episode, at least 1.</summary>
    public int EpisodeSteps { get; init; } = 50;

    /// <summary>Weights of the features in the environment's own reward, in the order of <see cref="TabularMarket.FeatureNames"/>.</summary>
    public IReadOnlyList<double> RewardWeights { get; init; } = [1, -1, -0.3, 0, 0];

    internal TabularMarketSettings Checked()
    {
        SettingChecks.AtLeast(Signals.Count, 2);
        SettingChecks.InRange(SignalPersistence, 0, 1);
        SettingChecks.AtLeast(MaximumPosition, 1);
        SettingChecks.AtLeast(CostLevels.Count, 1);
        SettingChecks.NonNegative(CostLevels.Min());
        SettingChecks.InRange(CostPersistence, 0, 1);
        SettingChecks.InRange(Discount, 0, 0.9999);
        SettingChecks.AtLeast(EpisodeSteps, 1);
        return RewardWeights.Count == TabularMarket.FeatureNames.Count ? this : throw new ArgumentException(
            $"There are {RewardWeights.Count} reward weights; the features are {string.Join(", ", TabularMarket.FeatureNames)}.", nameof(RewardWeights));
    }
}
