using MarketSim.Market.Data;

namespace MarketSim.Environments.Bars.Rules;

/// <summary>Has no position.</summary>
public sealed class FlatRule : IBarRule
{
    /// <inheritdoc/>
    public double ShareOf(ReadOnlySpan<Bar> past, double present, double lowest) => 0;
}
