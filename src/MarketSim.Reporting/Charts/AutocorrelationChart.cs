using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Charts;

/// <summary>Autocorrelation of returns and of absolute returns at lags 1, 2, …</summary>
/// <param name="Band">Half the width of the band that holds 95 % of the values of an uncorrelated series.</param>
internal sealed record AutocorrelationChart(string IntervalLabel, double[] Returns, double[] AbsoluteReturns, double Band)
{
    /// <summary>Fewer returns say nothing about their correlation.</summary>
    public const int MinReturns = 40;

    private const int MaximumLag = 100;

    /// <summary>The chart; null with fewer than <see cref="MinReturns"/> returns, or when all are equal.</summary>
    public static AutocorrelationChart? Of(IntervalReturns returns)
    {
        double[] values = returns.Returns;
        double[] absoluteValues = returns.AbsoluteReturns;
        if (values.Length < MinReturns || values.Distinct().Take(2).Count() < 2)
        {
            return null;
        }

        int maximumLag = Math.Min(MaximumLag, values.Length / 4);
        Autocorrelation signed = Autocorrelation.Of(values, maximumLag, returns.PieceStarts);
        return new AutocorrelationChart(
            Durations.Label(returns.IntervalSeconds),
            signed.Coefficients[1..].ToArray(),
            Autocorrelation.Of(absoluteValues, maximumLag, returns.PieceStarts).Coefficients[1..].ToArray(),
            signed.Band);
    }
}
