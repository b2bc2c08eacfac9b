using MarketSim.Market.Data;

namespace MarketSim.Environments.Bars.Rules;

/// <summary>A rule that trades bars without learning; what it does depends on its arguments only.</summary>
public interface IBarRule
{
    /// <summary>The position to have, as a share of the greatest long one.</summary>
    /// <param name="past">The bars that are known, the newest last; at least one.</param>
    /// <param name="present">The position now; returning it trades nothing.</param>
    /// <param name="lowest">The greatest short position: -1, or 0 where none is allowed.</param>
    double ShareOf(ReadOnlySpan<Bar> past, double present, double lowest);
}
