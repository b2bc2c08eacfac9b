using MarketSim.Agents.Parameters;
using MarketSim.Agents.Strategies.Timing;
using MarketSim.Market.Time;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>The settings that all liquidity providers of a group share.</summary>
/// <param name="SizeSlope">Increase in size from each level to the next, as a share of the first.</param>
/// <param name="Return">Decay of the displacement by order flow.</param>
/// <param name="TakeEdgeTicks">Distance of a stale quote from the centre beyond which it is taken; 0 for never.</param>
/// <param name="CalmPerSqrtSecond">Standard deviation of the price's logarithm over a second in calm times.</param>
internal sealed record LiquidityProviderSettings(
    WakeSchedule Wakes,
    int Levels,
    double HalfSpreadTicks,
    double SpacingTicks,
    double Dispersion,
    double QuoteLots,
    double SizeSlope,
    double AnchorSeconds,
    double NewsShare,
    TransientKernel Return,
    double FillShift,
    double CalmPerSqrtSecond,
    double MeasuringSeconds,
    double ReturnSeconds,
    double VolatilityWithdrawal,
    double FlowWithdrawal,
    double Widening,
    double InventorySkew,
    double TakeEdgeTicks,
    double TakeLots,
    PositionLimit Limit)
{
    public static IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        .. WakeSchedule.Parameters(defaultSeconds: 5),
        new("levels", ParameterUnit.Count, 3, 1, 50, "Price levels on each side."),
        new("halfSpread", ParameterUnit.Price, 0.02, 0, 1e9, "Distance of the first level from the centre in calm times, the median over the agents."),
        new("spacing", ParameterUnit.Price, 0.02, 0, 1e9, "Distance between levels, the median over the agents."),
        new("dispersion", ParameterUnit.Number, 0.5, 0, 5, "Standard deviation of the logarithm of an agent's distances."),
        new("quoteSize", ParameterUnit.Quantity, 100, 1e-9, 1e9, "Size of the first level in calm times."),
        new("sizeSlope", ParameterUnit.Number, 0.5, 0, 1e3, "How much larger each level is than the one before it, as a share of the first: a book that grows deeper with the distance makes impact concave."),
        new("anchorTime", ParameterUnit.Duration, 60e9, 1e3, 1e18, "Time in which the centre of the quotes follows the mid-price of the others by 63 % of the way."),
        new("newsShare", ParameterUnit.Fraction, 1, 0, 1, "Share of a change of the value that moves the centre at the next wake-up: news are public."),
        new("valueTime", ParameterUnit.Duration, 0, 0, 1e18, "Time in which the centre moves to the value by 63 % of the way, whatever the price: what a large order has moved comes back. 0 for never."),
        new("returnExponent", ParameterUnit.Number, 0, 0, 2, "Exponent of the power law of the time by which the centre moves to the value, from returnStart to valueTime; one half makes the impact of an order grow with the square root of its duration. 0 for an exponential law.") { IsWrittenAtDefault = false },
        new("returnStart", ParameterUnit.Duration, 30e9, 1e6, 1e18, "Time at which the power law of returnExponent begins.") { IsWrittenAtDefault = false },
        new("fillShift", ParameterUnit.Number, 0, 0, 1e3, "Shift of the centre against each quote of own fills, in half-spreads: flow is believed to know something, and what it moved comes back as valueTime and returnExponent say. 0 for none.") { IsWrittenAtDefault = false },
        new("calmVolatility", ParameterUnit.Fraction, 0.0001, 1e-12, 1, "Standard deviation of the price over one second, as a share of it, up to which times are calm."),
        new("measuringTime", ParameterUnit.Duration, 60e9, 1e6, 1e18, "Time over which volatility is measured."),
        new("returnTime", ParameterUnit.Duration, 600e9, 1e6, 1e18, "Time in which fear falls by 63 %."),
        new("volatilityWithdrawal", ParameterUnit.Number, 1, 0, 1e3, "How strongly volatility beyond what is calm makes quotes smaller; 0 for not at all."),
        new("flowWithdrawal", ParameterUnit.Number, 0.2, 0, 1e3, "How strongly a quote's worth of fills on one side makes that side smaller; 0 for not at all."),
        new("widening", ParameterUnit.Number, 0.5, 0, 1e3, "How strongly volatility beyond what is calm moves the quotes away; 0 for not at all."),
        new("inventorySkew", ParameterUnit.Number, 0.05, 0, 1e3, "Shift of the centre per quote of inventory, in half-spreads."),
        new("takeEdge", ParameterUnit.Price, 0, 0, 1e9, "How far a quote of others must lie beyond the centre to be taken: stale quotes do not survive news (Budish, Cramton and Shim 2015). 0 for never."),
        new("takeSize", ParameterUnit.Quantity, 300, 1e-9, 1e9, "Size of an order that takes."),
        PositionLimit.Parameter(defaultUnits: 0),
    ];

    public static LiquidityProviderSettings From(ParameterSet parameters, StrategyMarket market) => new(
        WakeSchedule.From(parameters, market),
        parameters.Count("levels"),
        market.Instrument.ToTicks(parameters["halfSpread"]),
        market.Instrument.ToTicks(parameters["spacing"]),
        parameters["dispersion"],
        Math.Max(1, parameters["quoteSize"] / (double)market.Instrument.LotSize),
        parameters["sizeSlope"],
        Seconds(parameters, "anchorTime"),
        parameters["newsShare"],
        TransientKernel.Of(Seconds(parameters, "valueTime"), parameters["returnExponent"], Seconds(parameters, "returnStart")),
        parameters["fillShift"],
        parameters["calmVolatility"],
        Seconds(parameters, "measuringTime"),
        Seconds(parameters, "returnTime"),
        parameters["volatilityWithdrawal"],
        parameters["flowWithdrawal"],
        parameters["widening"],
        parameters["inventorySkew"],
        market.Instrument.ToTicks(parameters["takeEdge"]),
        market.Lots(parameters["takeSize"]).Lots,
        PositionLimit.From(parameters, market));

    private static double Seconds(ParameterSet parameters, string name) => parameters[name] / SimulatedTime.NanosecondsPerSecond;
}
