using MarketSim.Experiments.Impact;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Reporting.Series;
using MarketSim.Results;
using MarketSim.Results.Tables;
using MarketSim.Scenarios;

namespace MarketSim.Reporting.Calibration;

/// <summary>The moments that a calibration matches, measured in a session that is simulated in one thread without files, or in the tables of a run.</summary>
public static class SimulatedMoments
{
    private const int MinuteSeconds = 60;

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
        SimulatedTime open = scenario.Market.Session.Open;
        double seconds = scenario.Market.Session.Length / (double)SimulatedTime.NanosecondsPerSecond;
        var session = new SessionMoments(seconds);
        var market = new ProbedMarket(scenario, plan: null)
        {
            Traded = trade => session.Add(new Trade(
                (trade.Time - open) / (double)SimulatedTime.NanosecondsPerSecond, trade.Price.Ticks, trade.Quantity.Lots, trade.Side == Side.Buy, trade.Account.Value, trade.Order.Value)),
        };
        market.RunTo(seconds);
        return session.Of([.. Enumerable.Range(0, ((market.Mids.Count - 1) / MinuteSeconds) + 1).Select(minute => market.Mids[minute * MinuteSeconds])]);
    }

    /// <summary>
    /// The same of a finished run of <see cref="Measured"/>. Moments of trades are those of <see cref="Of"/>; mid-prices are sampled a tick later, so that moments of
    /// returns differ a little.
    /// </summary>
    /// <exception cref="RunFolderException">A table is missing or malformed.</exception>
    public static double[] Read(string runFolder)
    {
        RunSummary run = SummaryFile.Read(runFolder);
        var session = new SessionMoments(run.CloseSeconds - run.OpenSeconds);
        foreach (Trade trade in TradeFile.Read(runFolder))
        {
            session.Add(trade with { TimeSeconds = trade.TimeSeconds - run.OpenSeconds });
        }

        BookSamples book = BookFile.ReadBestPrices(runFolder);
        return session.Of([.. book.Mid.Zip(book.Last, static (mid, last) => double.IsNaN(mid) ? last : mid)]);
    }

    /// <summary>The scenario with the tables that <see cref="Read"/> needs, and no others.</summary>
    public static Scenario Measured(Scenario scenario) => scenario with
    {
        Output = new ScenarioOutput { SampleIntervalNanoseconds = Math.Max(MinuteSeconds * SimulatedTime.NanosecondsPerSecond, scenario.Market.Session.TickNanoseconds), BookLevels = 1, Trades = true },
    };
}
