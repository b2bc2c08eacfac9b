using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Realism;

/// <summary>The curves of a run.</summary>
internal sealed record RealismCurves
{
    public const int LastLag = 100;

    private static readonly double[] SignatureIntervals = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800];

    /// <summary>Absolute returns in standard deviations, largest first.</summary>
    public double[] SortedReturns { get; init; } = [];

    /// <summary>Autocorrelation of absolute returns at lags from 0.</summary>
    public double[] AbsoluteMemory { get; init; } = [];

    /// <summary>Autocorrelation of returns at lags from 0.</summary>
    public double[] ReturnMemory { get; init; } = [];

    /// <summary>Autocorrelation of the signs of trades at lags from 0.</summary>
    public double[] SignMemory { get; init; } = [];

    /// <summary>Variance of returns per second by the interval that they are of, in units of that at the longest: flat where prices diffuse.</summary>
    public IReadOnlyList<(double Seconds, double Variance)> Signature { get; init; } = [];

    /// <summary>Volume of each thirteenth of the day as a multiple of an even one.</summary>
    public double[] VolumeProfile { get; init; } = [];

    /// <summary>Impact in daily volatilities by size in daily volumes.</summary>
    public IReadOnlyList<(double Size, double Impact, double Error)> Impact { get; init; } = [];

    public static RealismCurves Of(PricePath path, double intervalSeconds)
    {
        IntervalReturns returns = path.Over(intervalSeconds);
        double deviation = returns.Count > 1 ? returns.Moments().StandardDeviation : 0;
        if (returns.Count <= LastLag || deviation == 0)
        {
            return new RealismCurves { Signature = SignatureOf(path) };
        }

        return new RealismCurves
        {
            SortedReturns = [.. returns.AbsoluteReturns.Select(value => value / deviation).OrderDescending()],
            AbsoluteMemory = Autocorrelation.Of(returns.AbsoluteReturns, LastLag, returns.PieceStarts).Coefficients.ToArray(),
            ReturnMemory = Autocorrelation.Of(returns.Returns, LastLag, returns.PieceStarts).Coefficients.ToArray(),
            Signature = SignatureOf(path),
        };
    }

    private static IReadOnlyList<(double Seconds, double Variance)> SignatureOf(PricePath path)
    {
        (double Seconds, double Variance)[] points =
        [
            .. SignatureIntervals.Select(seconds => (seconds, Returns: path.Over(seconds)))
                .Where(point => point.Returns.Count >= 20)
                .Select(point => (point.seconds, point.Returns.Returns.Sum(value => value * value) / point.Returns.Count / point.seconds)),
        ];
        double last = points.Length > 0 ? points[^1].Variance : 0;
        return last > 0 ? [.. points.Select(point => (point.Seconds, point.Variance / last))] : [];
    }

    /// <summary>Points of the distribution of absolute returns: log10 of the size in standard deviations, log10 of the share that is larger.</summary>
    public (double[] Size, double[] Share) Tail()
    {
        int[] ranks = [.. Enumerable.Range(0, 60).Select(i => (int)Math.Round(Elementary.Exp(i / 59.0 * Elementary.Log(Math.Max(1, SortedReturns.Length))))).Distinct().Where(rank => rank <= SortedReturns.Length && SortedReturns[rank - 1] > 0)];
        double log10 = Elementary.Log(10);
        return (
            [.. ranks.Reverse().Select(rank => Elementary.Log(SortedReturns[rank - 1]) / log10)],
            [.. ranks.Reverse().Select(rank => Elementary.Log(rank / (double)SortedReturns.Length) / log10)]);
    }
}
