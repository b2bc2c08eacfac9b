using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Calibration;

/// <summary>Measures the moments of one session from its trades and mid-prices.</summary>
/// <param name="seconds">Length of the session.</param>
internal sealed class SessionMoments(double seconds)
{
    private const int LastLag = 100;

    private readonly TradeFlow _flow = new(EpisodeBorders.None);
    private readonly double[] _volumes = new double[(int)Math.Max(1, seconds / 60)];

    /// <summary>Adds a trade; they come in their order.</summary>
    /// <param name="trade">Its time is in seconds after the open.</param>
    public void Add(in Trade trade)
    {
        _volumes[Math.Clamp((int)(trade.TimeSeconds / 60), 0, _volumes.Length - 1)] += trade.Quantity;
        _flow.Add(trade);
    }

    /// <param name="mids">The mid-price at the beginning of each minute, in any unit.</param>
    /// <returns>One number per name of <see cref="SimulatedMoments.Names"/>; NaN where the session does not tell.</returns>
    public double[] Of(IReadOnlyList<double> mids)
    {
        double[] moments = new double[SimulatedMoments.Names.Count];
        Array.Fill(moments, double.NaN);
        double[] returns = [.. Enumerable.Range(1, Math.Max(0, mids.Count - 1)).Select(minute => Elementary.Log(mids[minute] / mids[minute - 1]))];
        RunningMoments spread = RunningMoments.Of(returns);
        if (returns.Length > 100 && spread.StandardDeviation > 0)
        {
            double[] sizes = [.. returns.Select(Math.Abs)];
            ReadOnlySpan<double> absolute = Autocorrelation.Of(sizes, 50).Coefficients;
            moments[0] = Elementary.Log(spread.StandardDeviation);
            moments[1] = Elementary.Log(spread.ExcessKurtosis + 3);
            moments[2] = Autocorrelation.Of(returns, 1).Coefficients[1];
            moments[3] = Mean(absolute, 1, 5);
            moments[4] = Mean(absolute, 6, 20);
            moments[5] = Mean(absolute, 21, 50);
            int minutes = Math.Min(sizes.Length, _volumes.Length);
            moments[6] = Correlation.Of(sizes.AsSpan(0, minutes), _volumes.AsSpan(0, minutes));
        }

        if (_flow.Count > 1)
        {
            moments[7] = Elementary.Log(_flow.Count / (seconds / 60));
            moments[8] = Elementary.Log(_flow.GapSeconds.StandardDeviation / _flow.GapSeconds.Mean);
        }

        if (_flow.SignMemory(LastLag) is { Length: > LastLag } signs)
        {
            moments[9] = Mean(signs, 1, 5);
            moments[10] = Mean(signs, 6, 20);
            moments[11] = Mean(signs, 21, LastLag);
        }

        return moments;
    }

    private static double Mean(ReadOnlySpan<double> values, int first, int last)
    {
        double sum = 0;
        for (int lag = first; lag <= last; lag++)
        {
            sum += values[lag];
        }

        return sum / (last - first + 1);
    }
}
