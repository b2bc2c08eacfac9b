using MarketSim.Agents.PolicyTrading.Baselines;
using MarketSim.Market.Venues;

namespace MarketSim.Scenarios;

/// <summary>A step of a scenario's oracle baseline: the position that is best from a time of the session on, for a trader who knows the background flow.</summary>
/// <param name="AtNanoseconds">Since the session's open, 0 or more.</param>
/// <param name="Position">Share of the largest position, -1 to 1.</param>
public sealed record OracleStep(long AtNanoseconds, double Position)
{
    /// <summary>The step as a rule follows it.</summary>
    public ScheduledPosition In(TradingSession session) => new((double)AtNanoseconds / (session.Close - session.Open), Position);
}
