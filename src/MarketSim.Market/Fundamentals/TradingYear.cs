namespace MarketSim.Market.Fundamentals;

/// <summary>The trading time of a year: converts parameters per annum into parameters per second of simulated time.</summary>
/// <remarks>
/// A year of 252 days with sessions of 6.5 hours has 252 * 23,400 s = 5,896,800 s; an annual volatility of 20 % is then
/// 0.2 / sqrt(5,896,800) = 8.24e-5 per square root of a second.
/// </remarks>
public readonly record struct TradingYear
{
    /// <param name="sessionSeconds">Trading time of a day, in seconds, greater than 0.</param>
    /// <param name="daysPerYear">Trading days of a year, at least 1.</param>
    public TradingYear(double sessionSeconds, int daysPerYear = 252)
    {
        FundamentalParameters.RequirePositive(sessionSeconds, nameof(sessionSeconds));
        ArgumentOutOfRangeException.ThrowIfLessThan(daysPerYear, 1);
        Seconds = sessionSeconds * daysPerYear;
    }

    /// <summary>Trading time of a year.</summary>
    public double Seconds { get; }

    /// <param name="volatilityPerAnnum">Standard deviation of the logarithm over a year; 0.2 for 20 %.</param>
    public double VolatilityPerSqrtSecond(double volatilityPerAnnum) => volatilityPerAnnum / Math.Sqrt(Seconds);

    /// <param name="ratePerAnnum">Drift, or number of events, per year.</param>
    public double RatePerSecond(double ratePerAnnum) => ratePerAnnum / Seconds;
}
