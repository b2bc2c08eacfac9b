using System.Globalization;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Learning.Imitation.Rewards;

/// <summary>How much a reward rises with one feature, others held, in reward per standard deviation of the feature.</summary>
public sealed record RewardWeight(string Feature, double Weight, ConfidenceInterval Interval)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Feature,-20} {Weight,9:0.000} [{Interval.Lower:0.000}, {Interval.Upper:0.000}]");
}
