using System.Globalization;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Learning.Imitation.Rewards;

/// <summary>The weight of one feature in a reward: its increase per standard deviation of the feature, the others held constant.</summary>
public sealed record RewardWeight(string Feature, double Weight, ConfidenceInterval Interval)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Feature,-20} {Weight,9:0.000} [{Interval.Lower:0.000}, {Interval.Upper:0.000}]");
}
