using MarketSim.Agents.Parameters;
using MarketSim.Agents.Strategies.Sizing;
using MarketSim.Agents.Strategies.Timing;

namespace MarketSim.Agents.Strategies.Value;

/// <summary>The words of the parameter <c>belief</c>, in their order.</summary>
internal enum BeliefModel
{
    Observation,
    Bayesian,
}

/// <summary>The words of the parameter <c>placement</c>, in their order.</summary>
internal enum ValuePlacement
{
    Estimate,
    Spread,
}

/// <summary>The settings that all value agents of a group share.</summary>
/// <param name="ObservationNoise">Standard deviation as a share of the value.</param>
/// <param name="DepthInSpreads">Maximum distance of a passive order from the opposite best price.</param>
/// <param name="MaximumSurplusTicks">Maximum profit per unit that is demanded beyond the value.</param>
/// <param name="PrivateDeviationTicks">Standard deviation of private values; 0 for none.</param>
/// <param name="PrivateLevels">Limit of the inventory in steps of private values.</param>
/// <param name="PrivateStepLots">Lots of a step.</param>
internal sealed record ValueSettings(
    WakeSchedule Wakes,
    OrderSizes Sizes,
    double ObservationNoise,
    BeliefModel Belief,
    FundamentalProcess Process,
    ValuePlacement Placement,
    double AggressiveShare,
    double DepthInSpreads,
    double MaximumSurplusTicks,
    double PrivateDeviationTicks,
    int PrivateLevels,
    long PrivateStepLots)
{
    public static IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        .. WakeSchedule.Parameters(defaultSeconds: 120),
        .. OrderSizes.Parameters(defaultUnits: 100),
        new("observationNoise", ParameterUnit.Fraction, 0.001, 0, 1, "Standard deviation of an observation of the fundamental value, as a share of the value."),
        ParameterDefinition.Choice("belief", "Whether the latest observation is believed, or weighed against what was known before.", "observation", "bayesian"),
        new("meanReversion", ParameterUnit.Rate, 0, 0, 1e3, "Rate at which the agent expects the value to revert until the close; 0 for a random walk."),
        new("longRunValue", ParameterUnit.Price, 0, 0, 1e12, "What the agent expects the value to revert to; 0 for the initial price."),
        new("shockVolatility", ParameterUnit.Fraction, 0.0001, 0, 1, "Standard deviation that the agent expects of the value over one second, as a share of the initial price; for belief bayesian only."),
        ParameterDefinition.Choice("placement", "Limit orders at the value, or within the spread and some way behind it, on the value's side (as in ABIDES).", "estimate", "spread"),
        new("aggressiveShare", ParameterUnit.Fraction, 0.1, 0, 1, "Share of orders that cross the spread; for placement spread only."),
        new("depthInSpreads", ParameterUnit.Number, 2, 0, 1e6, "How many spreads from the opposite best price the others may stand; for placement spread only."),
        new("maximumSurplus", ParameterUnit.Price, 0, 0, 1e9, "Largest profit per unit asked for, the smallest being 0; for placement estimate only."),
        new("privateValueDeviation", ParameterUnit.Price, 0, 0, 1e9, "Standard deviation of private values; 0 for none."),
        new("privateValueLevels", ParameterUnit.Count, 10, 1, 1_000, "Steps of inventory, long and short, that have a private value, and to which the position is limited."),
        new("privateValueStep", ParameterUnit.Quantity, 100, 1e-9, 1e9, "Inventory per step of private value."),
    ];

    /// <summary>True when an agent has a state; without one, all agents of a group share one instance.</summary>
    public bool HasMemory => Belief == BeliefModel.Bayesian || PrivateDeviationTicks > 0;

    public static ValueSettings From(ParameterSet parameters, StrategyMarket market)
    {
        double initialTicks = market.InitialPrice.Ticks;
        double longRunTicks = market.Instrument.ToTicks(parameters["longRunValue"]);
        double shockTicks = parameters["shockVolatility"] * initialTicks;
        return new ValueSettings(
            WakeSchedule.From(parameters, market),
            OrderSizes.From(parameters, market),
            parameters["observationNoise"],
            parameters.Choice<BeliefModel>("belief"),
            new FundamentalProcess(longRunTicks > 0 ? longRunTicks : initialTicks, parameters["meanReversion"], shockTicks * shockTicks),
            parameters.Choice<ValuePlacement>("placement"),
            parameters["aggressiveShare"],
            parameters["depthInSpreads"],
            market.Instrument.ToTicks(parameters["maximumSurplus"]),
            market.Instrument.ToTicks(parameters["privateValueDeviation"]),
            parameters.Count("privateValueLevels"),
            market.Lots(parameters["privateValueStep"]).Lots);
    }
}
