using MarketSim.Market.Data;

namespace MarketSim.Environments.Bars.Rules;

/// <summary>A rule that trades bars without learning; its position depends on its arguments only.</summary>
public interface IBarRule
{
    /// <summary>The position to take, as a share of the maximum long one.</summary>
    /// <param name="past">The known bars, the newest last; at least one.</param>
    /// <param name="present">The present position; returning it trades nothing.</param>
    /// <param name="lowest">The maximum short position: -1, or 0 where none is allowed.</param>
    double ShareOf(ReadOnlySpan<Bar> past, double present, double lowest);
}
