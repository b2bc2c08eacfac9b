using MarketSim.Market.Data;

namespace MarketSim.Environments.Bars.Rules;

/// <summary>Buys the maximum position at first, and then trades no more.</summary>
public sealed class BuyAndHoldRule : IBarRule
{
    /// <inheritdoc/>
    public double ShareOf(ReadOnlySpan<Bar> past, double presentShare, double minShare) => presentShare == 0 ? 1 : presentShare;
}
