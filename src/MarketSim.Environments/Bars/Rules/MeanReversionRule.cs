using MarketSim.Market.Data;

namespace MarketSim.Environments.Bars.Rules;

/// <summary>
/// Bets on the return to the mean: long when the close is more than a number of standard deviations below the mean of the last bars, short when it is as
/// far above it (where short positions are allowed), flat when it has returned to the mean.
/// </summary>
/// <param name="bars">Bars of the mean, at least 2; fewer where fewer are known.</param>
/// <param name="deviations">Distance at which a position is taken, greater than 0.</param>
public sealed class MeanReversionRule(int bars = 20, double deviations = 1) : IBarRule
{
    /// <inheritdoc/>
    public double ShareOf(ReadOnlySpan<Bar> past, double presentShare, double minShare)
    {
        double mean = RecentCloses.Mean(past, bars);
        double distance = past[^1].Close - mean;
        double entryDistance = deviations * RecentCloses.Deviation(past, bars, mean);

        // A position bets on the return when it is long below the mean, or short above it.
        bool betsOnReturn = Math.Sign(presentShare) == -Math.Sign(distance);
        if (betsOnReturn)
        {
            return presentShare;
        }

        if (Math.Abs(distance) > entryDistance)
        {
            return distance < 0 ? 1 : minShare;
        }

        return 0;
    }
}
