namespace MarketSim.Environments.Rewards;

/// <summary>Converts figures per step into figures per annum: means grow with the number of steps, deviations with its root; returns do not compound.</summary>
/// <param name="StepsPerYear">Number of steps per year, greater than 0; 252 for daily bars of a stock, 252 * 390 for minutes of a session of six and a half hours.</param>
public readonly record struct Annualisation(double StepsPerYear)
{
    /// <summary>Daily steps: 252 a year.</summary>
    public static Annualisation TradingDays { get; } = new(252);

    /// <summary>Annual return of a mean per step.</summary>
    public double Return(double meanPerStep) => meanPerStep * StepsPerYear;

    /// <summary>Annual volatility of a deviation per step.</summary>
    public double Volatility(double deviationPerStep) => deviationPerStep * Math.Sqrt(StepsPerYear);

    /// <summary>Annual Sharpe ratio without a riskless rate; 0 without deviation.</summary>
    public double Sharpe(double meanPerStep, double deviationPerStep) =>
        deviationPerStep > 0 ? meanPerStep / deviationPerStep * Math.Sqrt(StepsPerYear) : 0;
}
