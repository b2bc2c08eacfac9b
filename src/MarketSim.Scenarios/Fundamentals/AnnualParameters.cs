using MarketSim.Agents.Parameters;
using MarketSim.Market.Fundamentals;

namespace MarketSim.Scenarios.Fundamentals;

/// <summary>Parameters stated per annum, and the length of the year that they are stated for.</summary>
internal static class AnnualParameters
{
    private const double NanosecondsPerSecond = 1e9;

    public static ParameterDefinition Volatility { get; } = new(
        "volatility", ParameterUnit.Fraction, 0.2, 0, 100, "Standard deviation of the value's logarithm over a year of 252 trading days.");

    public static ParameterDefinition TradingDay { get; } = new(
        "tradingDay", ParameterUnit.Duration, 23_400 * NanosecondsPerSecond, 1e9, 86_400 * NanosecondsPerSecond, "Trading time of a day, of which a year has 252.");

    public static TradingYear Year(ParameterSet parameters) => new(Seconds(parameters, TradingDay.Name));

    public static double Seconds(ParameterSet parameters, string name) => parameters[name] / NanosecondsPerSecond;
}
