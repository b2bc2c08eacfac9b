using MarketSim.Agents.Parameters;
using MarketSim.Market.Fundamentals;

namespace MarketSim.Scenarios.Fundamentals;

/// <summary>A fundamental value whose growth rate wanders (<see cref="TrendingValue"/>), as scenarios name it.</summary>
public static class TrendingFundamental
{
    /// <summary>Name, parameters and factory.</summary>
    public static FundamentalDefinition Definition { get; } = new(
        "trending",
        "Wanders without a level to return to, at a growth rate that itself wanders about 0: what will come is partly predictable from what has been. Growth is a share of the initial price, below it of the price as it stands.",
        TakesFile: false,
        [
            new("volatility", ParameterUnit.Fraction, 0.2, 0, 1e6, "Standard deviation of the growth over a year of 252 trading days, its trend given."),
            new("trend", ParameterUnit.Fraction, 1, 0, 1e9, "Standard deviation of the growth rate per year of 252 trading days."),
            new("trendHalfLife", ParameterUnit.Duration, 1_200e9, 1e6, 1e18, "Time in which what is expected of the growth rate halves."),
            AnnualParameters.TradingDay,
        ],
        (parameters, _, market) => new TrendingValue(ValuesOf(parameters, market), market.Session.Open, market.Seed));

    /// <summary>A value with these parameters, as a scenario writes them; the others keep their defaults.</summary>
    public static ScenarioFundamental With(params (string Name, string Value)[] parameters) => new(
        Definition,
        new ParameterSet(Definition.Parameters, parameters.ToDictionary(static pair => pair.Name, static pair => pair.Value, StringComparer.Ordinal)),
        File: null);

    private static TrendingParameters ValuesOf(ParameterSet parameters, FundamentalMarket market)
    {
        TradingYear year = AnnualParameters.Year(parameters);
        return new TrendingParameters
        {
            InitialValue = market.InitialPrice.Ticks,
            VolatilityPerSqrtSecond = year.VolatilityPerSqrtSecond(parameters["volatility"]),
            TrendPerSecond = year.RatePerSecond(parameters["trend"]),
            HalfLifeSeconds = AnnualParameters.Seconds(parameters, "trendHalfLife"),
        };
    }
}
