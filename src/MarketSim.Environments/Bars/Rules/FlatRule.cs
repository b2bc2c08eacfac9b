using MarketSim.Market.Data;

namespace MarketSim.Environments.Bars.Rules;

/// <summary>Takes no position, and closes one that it finds.</summary>
public sealed class FlatRule : IBarRule
{
    /// <inheritdoc/>
    public double ShareOf(ReadOnlySpan<Bar> past, double presentShare, double minShare) => 0;
}
