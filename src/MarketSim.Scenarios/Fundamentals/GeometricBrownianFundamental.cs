using MarketSim.Agents.Parameters;
using MarketSim.Market.Fundamentals;

namespace MarketSim.Scenarios.Fundamentals;

internal static class GeometricBrownianFundamental
{
    public static FundamentalDefinition Definition { get; } = new(
        "geometric_brownian",
        "Wanders without a level to return to.",
        TakesFile: false,
        [
            AnnualParameters.Volatility,
            new("drift", ParameterUnit.Fraction, 0, -100, 100, "Growth rate of the expected value per year of 252 trading days."),
            AnnualParameters.TradingDay,
        ],
        (parameters, _, market) => new GeometricBrownianValue(ValuesOf(parameters, market), market.Session.Open, market.Seed));

    private static GeometricBrownianParameters ValuesOf(ParameterSet parameters, FundamentalMarket market)
    {
        TradingYear year = AnnualParameters.Year(parameters);
        return new GeometricBrownianParameters
        {
            InitialValue = market.InitialPrice.Ticks,
            DriftPerSecond = year.RatePerSecond(parameters["drift"]),
            VolatilityPerSqrtSecond = year.VolatilityPerSqrtSecond(parameters["volatility"]),
        };
    }
}
