namespace MarketSim.Numerics.Statistics;

/// <summary>The return of a trader in proportion to its risk, from wealth at equal distances in time.</summary>
public static class WealthPath
{
    /// <summary>
    /// Mean over standard deviation of changes of wealth, per the square root of time (Sharpe, The Sharpe Ratio, Journal of Portfolio Management 21,
    /// 1994, without a riskless rate). Money rather than returns, so that it is there for traders that begin with nothing.
    /// </summary>
    /// <param name="changes">Finite; of equal periods.</param>
    /// <param name="periodsPerYear">Makes it annual; 1 leaves it per period.</param>
    /// <returns>NaN where there are fewer than two changes or all are equal.</returns>
    public static double SharpeRatio(ReadOnlySpan<double> changes, double periodsPerYear = 1)
    {
        if (!(periodsPerYear > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(periodsPerYear), periodsPerYear, "Periods per year are greater than 0.");
        }

        var moments = new RunningMoments();
        foreach (double change in changes)
        {
            moments.Add(change);
        }

        // Equal changes can leave a rounding error of the mean for a deviation.
        double deviation = moments.StandardDeviation;
        return deviation > 1e-14 * Math.Abs(moments.Mean) ? moments.Mean / deviation * Math.Sqrt(periodsPerYear) : double.NaN;
    }
}
