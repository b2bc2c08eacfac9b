using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Realism;

/// <summary>The scales of one trading day, in which sizes and impacts of its orders are measured.</summary>
/// <param name="Volatility">Standard deviation of the logarithm over the whole day, from its minute returns.</param>
/// <param name="Volume">Shares traded over the whole day.</param>
internal readonly record struct DailyScale(double Volatility, double Volume)
{
    /// <summary>True when neither scale is zero or unknown.</summary>
    public bool IsKnown => Volatility > 0 && Volume > 0;

    /// <summary>The scales of each day, from returns that have one piece per day.</summary>
    /// <param name="daySeconds">Length of a day.</param>
    public static IReadOnlyList<DailyScale> Of(IntervalReturns returns, double daySeconds)
    {
        double perDay = daySeconds / returns.IntervalSeconds;
        double[] changes = returns.Returns;
        double[] volumes = returns.Volumes;
        var days = new List<DailyScale>();
        for (int piece = 0; piece < returns.PieceStarts.Count; piece++)
        {
            int start = returns.PieceStarts[piece];
            int end = piece + 1 < returns.PieceStarts.Count ? returns.PieceStarts[piece + 1] : changes.Length;
            double deviation = RunningMoments.Of(changes.AsSpan(start..end)).StandardDeviation;
            double volume = RunningMoments.Of(volumes.AsSpan(start..end)).Mean;
            days.Add(end - start > 1 ? new DailyScale(deviation * Math.Sqrt(perDay), volume * perDay) : default);
        }

        return days;
    }
}
