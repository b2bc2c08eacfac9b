using MarketSim.Agents.Parameters;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;

namespace MarketSim.Agents.Strategies;

/// <summary>A strategy as users name it: what it does, where it comes from, what can be set, and how an instance is made.</summary>
/// <param name="Name">As written in a scenario, in snake_case.</param>
/// <param name="Source">The paper or system that it follows.</param>
/// <param name="CreateFactory">Turns checked parameters into a maker of instances; all agents of a group share the parameters.</param>
public sealed record StrategyDefinition(
    string Name,
    string Summary,
    string Source,
    IReadOnlyList<ParameterDefinition> Parameters,
    Func<ParameterSet, StrategyMarket, Func<IStrategy>> CreateFactory);

/// <summary>The market as a strategy may know it when it is set up, to convert its parameters into ticks and lots.</summary>
public sealed record StrategyMarket(Instrument Instrument, TradingSession Session, Price InitialPrice)
{
    /// <summary>How busy the market is over its day: wake-ups by chance follow it.</summary>
    public ActivityProfile Activity { get; init; } = ActivityProfile.Flat;

    /// <summary>A currency amount in ticks, rounded, at least <paramref name="minimum"/>.</summary>
    public long Ticks(double currency, long minimum = 0) =>
        Math.Max(minimum, (long)Math.Round(Instrument.ToTicks(currency), MidpointRounding.AwayFromZero));

    /// <summary>A number of units in lots, rounded, at least 1.</summary>
    public Quantity Lots(double units) =>
        new(Math.Max(1, (long)Math.Round(units / (double)Instrument.LotSize, MidpointRounding.AwayFromZero)));
}
