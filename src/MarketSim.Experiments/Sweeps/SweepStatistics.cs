using MarketSim.Numerics.Statistics;

namespace MarketSim.Experiments.Sweeps;

/// <summary>A figure over the finished runs of a sweep.</summary>
/// <param name="Deviation">Of the sample; 0 for one run.</param>
public sealed record SweepFigure(string Name, int Count, double Mean, double Deviation, double Min, double Max);

/// <summary>Mean and deviation of the figures of a sweep.</summary>
public static class SweepStatistics
{
    /// <summary>The statistics of each figure over the runs that have finished.</summary>
    public static IReadOnlyList<SweepFigure> Of(IEnumerable<SweepResult> results) =>
    [
        .. results.Where(result => result.IsFinished)
            .SelectMany(result => result.Figures)
            .GroupBy(figure => figure.Key, figure => (double)figure.Value, StringComparer.Ordinal)
            .Select(Of),
    ];

    private static SweepFigure Of(IGrouping<string, double> values)
    {
        var moments = new RunningMoments();
        double least = double.PositiveInfinity;
        double greatest = double.NegativeInfinity;
        foreach (double value in values)
        {
            moments.Add(value);
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }

        return new SweepFigure(values.Key, (int)moments.Count, moments.Mean, moments.Count > 1 ? moments.StandardDeviation : 0, least, greatest);
    }
}
