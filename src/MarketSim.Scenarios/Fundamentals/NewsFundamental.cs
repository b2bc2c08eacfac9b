using MarketSim.Agents.Parameters;
using MarketSim.Market.Fundamentals;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Scenarios.Fundamentals;

internal static class NewsFundamental
{
    public static FundamentalDefinition Definition { get; } = new(
        "news",
        "Wanders without a level to return to, moved by news that have heavy tails and bring more news, a large one more than a small one; follows the market's activity over the day.",
        TakesFile: false,
        [
            AnnualParameters.Volatility,
            new("newsRate", ParameterUnit.Rate, 1 / 60.0, 0, 1e3, "Expected number of news per time, those that follow from others included."),
            new("newsDeviation", ParameterUnit.Fraction, 0.0005, 0, 1, "Standard deviation of a piece of news in the value's logarithm."),
            new("newsTail", ParameterUnit.Number, 4, 2.01, 100, "Tail exponent of the size of news."),
            new("branching", ParameterUnit.Fraction, 0.4, 0, 0.99, "News that a piece of news causes directly and soon, on the mean; by the square of its size."),
            new("branchingTime", ParameterUnit.Duration, 300e9, 1e3, 1e18, "Mean time to those."),
            new("echoBranching", ParameterUnit.Fraction, 0.4, 0, 0.99, "News that a piece of news causes directly and later, on the mean; with branching below 1."),
            new("echoTime", ParameterUnit.Duration, 3_600e9, 1e3, 1e18, "Mean time to those."),
            AnnualParameters.TradingDay,
        ],
        (parameters, _, market) => new NewsValue(ValuesOf(parameters, market), market.Session.Open, market.Session.Length, market.Seed));

    private static NewsParameters ValuesOf(ParameterSet parameters, FundamentalMarket market) => new()
    {
        InitialValue = market.InitialPrice.Ticks,
        VolatilityPerSqrtSecond = AnnualParameters.Year(parameters).VolatilityPerSqrtSecond(parameters["volatility"]),
        NewsPerSecond = parameters["newsRate"],
        NewsDeviation = parameters["newsDeviation"],
        TailExponent = parameters["newsTail"],
        Kernel = new HawkesKernel(
            parameters["branching"],
            AnnualParameters.Seconds(parameters, "branchingTime"),
            parameters["echoBranching"],
            AnnualParameters.Seconds(parameters, "echoTime")),
        Activity = market.Activity,
    };
}
