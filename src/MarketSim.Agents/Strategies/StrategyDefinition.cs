using MarketSim.Agents.Parameters;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;

namespace MarketSim.Agents.Strategies;

/// <summary>A strategy as users name it: description, source, parameters, and the creation of instances.</summary>
/// <param name="Name">As written in a scenario, in snake_case.</param>
/// <param name="Summary">Its behaviour, in one sentence.</param>
/// <param name="Source">The paper or system that it follows.</param>
/// <param name="CreateFactory">Creates a factory of instances for checked parameters, which all agents of a group share.</param>
public sealed record StrategyDefinition(
    string Name,
    string Summary,
    string Source,
    IReadOnlyList<ParameterDefinition> Parameters,
    Func<ParameterSet, StrategyMarket, Func<IStrategy>> CreateFactory);

/// <summary>The market of a strategy, to convert its parameters into ticks and lots.</summary>
public sealed record StrategyMarket(Instrument Instrument, TradingSession Session, Price InitialPrice)
{
    /// <summary>The market's activity over its day, which scales the rates of random wake-ups.</summary>
    public ActivityProfile Activity { get; init; } = ActivityProfile.Flat;

    /// <summary>A currency amount in ticks, rounded, at least <paramref name="minimum"/>.</summary>
    public long Ticks(double currency, long minimum = 0) =>
        Math.Max(minimum, (long)Math.Round(Instrument.ToTicks(currency), MidpointRounding.AwayFromZero));

    /// <summary>A number of units in lots, rounded, at least 1.</summary>
    public Quantity Lots(double units) =>
        new(Math.Max(1, (long)Math.Round(units / (double)Instrument.LotSize, MidpointRounding.AwayFromZero)));
}
