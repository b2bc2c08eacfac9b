using MarketSim.Market.Data;

namespace MarketSim.Environments.Bars.Rules;

/// <summary>
/// Bets on the return to the mean: long when the close is more than so many standard deviations below the mean of the last bars, short when it is so
/// far above it (where short positions are allowed), flat again when it is back at the mean.
/// </summary>
/// <param name="bars">Of the mean, at least 2; fewer where fewer are known.</param>
/// <param name="deviations">Distance at which a position is taken, greater than 0.</param>
public sealed class MeanReversionRule(int bars = 20, double deviations = 1) : IBarRule
{
    /// <inheritdoc/>
    public double ShareOf(ReadOnlySpan<Bar> past, double present, double lowest)
    {
        double mean = RecentCloses.Mean(past, bars);
        double distance = past[^1].Close - mean;
        double reach = deviations * RecentCloses.Deviation(past, bars, mean);
        if (Math.Abs(distance) > reach)
        {
            return Math.Sign(present) == -Math.Sign(distance) ? present : distance < 0 ? 1 : lowest;
        }

        bool isBack = Math.Sign(distance) != -Math.Sign(present);
        return isBack ? 0 : present;
    }
}
