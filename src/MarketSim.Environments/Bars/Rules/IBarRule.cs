using MarketSim.Market.Data;

namespace MarketSim.Environments.Bars.Rules;

/// <summary>A rule that trades bars without learning. It has no state: the position follows from the arguments of <see cref="ShareOf"/>.</summary>
public interface IBarRule
{
    /// <summary>The position to take, as a share of the maximum long one.</summary>
    /// <param name="past">The known bars, the newest last; at least one.</param>
    /// <param name="presentShare">The present position as such a share; returning it trades nothing.</param>
    /// <param name="minShare">The maximum short position: -1, or 0 where none is allowed.</param>
    double ShareOf(ReadOnlySpan<Bar> past, double presentShare, double minShare);
}
