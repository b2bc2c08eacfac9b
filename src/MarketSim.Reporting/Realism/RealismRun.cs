using MarketSim.Experiments.Impact;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results;
using MarketSim.Results.Tables;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Reporting.Realism;

/// <summary>The facts of one run, or of one real series, and the curves behind them.</summary>
/// <param name="Name">Name in tables and legends.</param>
internal sealed record RealismRun(string Name, IReadOnlyList<StylizedFact> Facts, RealismCurves Curves)
{
    /// <summary>Reads the tables of a run folder; episodes, and the days of a session of several, are separated.</summary>
    /// <exception cref="RunFolderException">A table is missing or malformed, or the run kept no trades.</exception>
    public static RealismRun Read(string folder, string name)
    {
        RunSummary run = SummaryFile.Read(folder);
        if (!TradeFile.Exists(folder))
        {
            throw new RunFolderException($"{folder} has no {RunFolder.TradesFile}, which order flow and impact are measured by; run the scenario with output: {{ trades: true }}.");
        }

        EpisodeBorders borders = BordersOf(folder, run);
        BookSamples book = BookFile.ReadBestPrices(folder);
        var measured = new RealismMeasurement(book, borders, run.OpenSeconds, run.CloseSeconds);
        foreach (Trade trade in TradeFile.Read(folder))
        {
            measured.Add(trade);
        }

        return measured.Result(name);
    }

    /// <summary>
    /// Simulates a session in one thread without files, many times as fast as with a run folder: the same trades; prices are sampled up to a tick earlier,
    /// and the first minute counts.
    /// </summary>
    /// <exception cref="ArgumentException">The scenario trains.</exception>
    public static RealismRun Simulate(Scenario scenario, string name, CancellationToken cancellation = default)
    {
        TradingSession session = scenario.Market.Session;
        double open = session.Open.Nanoseconds / (double)SimulatedTime.NanosecondsPerSecond;
        double length = session.Length / (double)SimulatedTime.NanosecondsPerSecond;
        double tickSize = (double)scenario.Market.Instrument.TickSize;
        double lotSize = (double)scenario.Market.Instrument.LotSize;
        var trades = new List<Trade>();
        var market = new ProbedMarket(scenario, plan: null)
        {
            Traded = trade => trades.Add(new Trade(
                trade.Time.Nanoseconds / (double)SimulatedTime.NanosecondsPerSecond, trade.Price.Ticks * tickSize, trade.Quantity.Lots * lotSize, trade.Side == Side.Buy, trade.Account.Value, trade.Order.Value)
            {
                AggressorParent = trade.Parent == 0 ? 0 : OrderId.Of(trade.Account, trade.Parent).Value,
                RestingParent = trade.RestingParent == 0 ? 0 : OrderId.Of(trade.RestingAccount, trade.RestingParent).Value,
            }),
        };
        for (double second = 0; second < length; second += 600)
        {
            cancellation.ThrowIfCancellationRequested();
            market.RunTo(Math.Min(length, second + 600));
        }

        var book = new BookSamples();
        for (int second = 0; second < market.Mids.Count; second++)
        {
            book.TimeSeconds.Add(open + second);
            book.Mid.Add(market.Mids[second] * tickSize);
            book.Fundamental.Add(market.Values[second] * tickSize);
            book.CumulativeVolume.Add(market.Volumes[second] * lotSize);
        }

        var measured = new RealismMeasurement(book, Days(scenario, open, open + length), open, open + length);
        trades.ForEach(trade => measured.Add(trade));
        return measured.Result(name);
    }

    /// <summary>The borders of a training's episodes, or of the days of a session of several.</summary>
    internal static EpisodeBorders BordersOf(string folder, RunSummary run)
    {
        if (TrainingModel.Read(folder)?.Borders(run) is { HasSeveral: true } episodes)
        {
            return episodes;
        }

        Scenario scenario = ScenarioReader.ReadFile(Path.Combine(folder, RunFolder.ScenarioFile));
        return Days(scenario, run.OpenSeconds, run.CloseSeconds);
    }

    private static EpisodeBorders Days(Scenario scenario, double openSeconds, double closeSeconds)
    {
        double day = scenario.Market.Activity.DayNanoseconds / 1e9;
        return day > 0 && day < closeSeconds - openSeconds ? new EpisodeBorders(openSeconds, day) : EpisodeBorders.None;
    }
}
