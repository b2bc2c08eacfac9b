using MarketSim.Agents.Parameters;
using MarketSim.Market.Fundamentals;

namespace MarketSim.Scenarios.Fundamentals;

internal static class MeanRevertingFundamental
{
    public static FundamentalDefinition Definition { get; } = new(
        "mean_reverting",
        "Wanders around a level and returns to it, with jumps.",
        TakesFile: false,
        [
            new("halfLife", ParameterUnit.Duration, 3_600e9, 1e6, 1e18, "Time in which the expected distance from the level halves."),
            AnnualParameters.Volatility,
            new("level", ParameterUnit.Fraction, 1, 0.001, 1_000, "What the value returns to, as a share of the initial price."),
            new("jumpRate", ParameterUnit.Rate, 0, 0, 1e6, "Expected number of jumps per time."),
            new("jumpMean", ParameterUnit.Fraction, 0, -1, 1, "Mean of a jump of the value's logarithm."),
            new("jumpDeviation", ParameterUnit.Fraction, 0.005, 0, 1, "Standard deviation of a jump of the value's logarithm."),
            AnnualParameters.TradingDay,
        ],
        (parameters, _, market) => new MeanRevertingValue(ValuesOf(parameters, market), market.Session.Open, market.Seed));

    private static MeanRevertingParameters ValuesOf(ParameterSet parameters, FundamentalMarket market) => new()
    {
        InitialValue = market.InitialPrice.Ticks,
        LongRunValue = market.InitialPrice.Ticks * parameters["level"],
        HalfLifeSeconds = AnnualParameters.Seconds(parameters, "halfLife"),
        VolatilityPerSqrtSecond = AnnualParameters.Year(parameters).VolatilityPerSqrtSecond(parameters["volatility"]),
        JumpsPerSecond = parameters["jumpRate"],
        JumpMean = parameters["jumpMean"],
        JumpDeviation = parameters["jumpDeviation"],
    };
}
