using MarketSim.Market.Data;

namespace MarketSim.Environments.Bars.Rules;

/// <summary>
/// Follows the trend: long while the mean close of the last few bars is above that of more bars, otherwise short, or flat where short positions are not
/// allowed (crossing of moving averages: Brock, Lakonishok and LeBaron 1992, Simple technical trading rules and the stochastic properties of stock returns).
/// </summary>
/// <param name="fastBars">At least 1.</param>
/// <param name="slowBars">Greater than <paramref name="fastBars"/>; fewer where fewer are known.</param>
public sealed class MomentumRule(int fastBars = 5, int slowBars = 20) : IBarRule
{
    /// <inheritdoc/>
    public double ShareOf(ReadOnlySpan<Bar> past, double presentShare, double minShare)
    {
        double trend = RecentCloses.Mean(past, fastBars) - RecentCloses.Mean(past, slowBars);
        bool followsTrend = trend == 0 || Math.Sign(trend) == Math.Sign(presentShare);
        if (followsTrend)
        {
            return presentShare;
        }

        return trend > 0 ? 1 : minShare;
    }
}
