using MarketSim.Experiments.Impact;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results.Tables;
using MarketSim.Scenarios;

namespace MarketSim.Reporting.Calibration;

/// <summary>The moments that a calibration matches, measured in a session that is simulated in one thread without files.</summary>
public static class SimulatedMoments
{
    private const int LastLag = 100;

    /// <summary>The measured moments, in order; all by minutes, or by trades.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "log_volatility",
        "log_kurtosis",
        "return_correlation_1",
        "absolute_correlation_1_5",
        "absolute_correlation_6_20",
        "absolute_correlation_21_50",
        "volume_correlation",
        "log_trades",
        "log_gap_variation",
        "sign_correlation_1_5",
        "sign_correlation_6_20",
        "sign_correlation_21_100",
    ];

    /// <summary>One number per name; NaN where the session does not tell.</summary>
    /// <exception cref="ArgumentException">The scenario trains.</exception>
    public static double[] Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var flow = new TradeFlow(EpisodeBorders.None);
        SimulatedTime open = scenario.Market.Session.Open;
        double seconds = scenario.Market.Session.Length / (double)SimulatedTime.NanosecondsPerSecond;
        double[] volumes = new double[(int)Math.Max(1, seconds / 60)];
        long trades = 0;
        var gaps = new RunningMoments();
        double lastSeconds = double.NaN;
        long lastOrder = 0;
        var market = new ProbedMarket(scenario, plan: null)
        {
            Traded = Take,
        };
        market.RunTo(seconds);
        return Of(market.Mids, volumes, flow, trades, gaps, seconds);

        void Take(BookEvent trade)
        {
            double time = (trade.Time - open) / (double)SimulatedTime.NanosecondsPerSecond;
            volumes[Math.Min(volumes.Length - 1, (int)(time / 60))] += trade.Quantity.Lots;
            flow.Add(new Trade(time, trade.Price.Ticks, trade.Quantity.Lots, trade.Side == Side.Buy, trade.Account.Value, trade.Order.Value));
            if (trade.Order.Value != lastOrder)
            {
                trades++;
                if (!double.IsNaN(lastSeconds))
                {
                    gaps.Add(time - lastSeconds);
                }

                (lastSeconds, lastOrder) = (time, trade.Order.Value);
            }
        }
    }

    private static double[] Of(IReadOnlyList<double> mids, double[] volumes, TradeFlow flow, long trades, RunningMoments gaps, double seconds)
    {
        double[] moments = new double[Names.Count];
        Array.Fill(moments, double.NaN);
        double[] returns = [.. Enumerable.Range(1, Math.Max(0, (mids.Count - 1) / 60)).Select(minute => Elementary.Log(mids[minute * 60] / mids[(minute - 1) * 60]))];
        var spread = new RunningMoments();
        Array.ForEach(returns, spread.Add);
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
            moments[6] = Correlation(sizes, volumes[..Math.Min(volumes.Length, sizes.Length)]);
        }

        if (trades > 1)
        {
            moments[7] = Elementary.Log(trades / (seconds / 60));
            moments[8] = Elementary.Log(gaps.StandardDeviation / gaps.Mean);
        }

        if (flow.SignMemory(LastLag) is { Length: > LastLag } signs)
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

    private static double Correlation(double[] x, double[] y)
    {
        int count = Math.Min(x.Length, y.Length);
        (RunningMoments ofX, RunningMoments ofY) = (new RunningMoments(), new RunningMoments());
        for (int i = 0; i < count; i++)
        {
            ofX.Add(x[i]);
            ofY.Add(y[i]);
        }

        return ofX.StandardDeviation > 0 && ofY.StandardDeviation > 0
            ? LinearRegression.Fit(x.AsSpan(0, count), y.AsSpan(0, count)).Slope * ofX.StandardDeviation / ofY.StandardDeviation
            : double.NaN;
    }
}
