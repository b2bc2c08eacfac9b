using MarketSim.Market.Venues;
using MarketSim.Results;
using MarketSim.Results.Tables;
using MarketSim.Serving.Worlds;

namespace MarketSim.Serving.Records;

/// <summary>
/// <c>trades.csv</c> and <c>book.csv</c> of a run through the door: the columns of other runs behind environment and episode, a row of the book at each
/// decision rather than at a fixed interval.
/// </summary>
internal sealed class MarketTables : IDisposable
{
    private readonly IReadOnlyList<IWorld> _worlds;
    private readonly CsvFile _tradesFile;
    private readonly TradesTable _trades;
    private readonly CsvFile _bookFile;
    private readonly BookTable _book;

    private MarketTables(RunFolder folder, IReadOnlyList<IWorld> worlds, Instrument instrument)
    {
        _worlds = worlds;
        var files = new FolderOutputFiles(folder);
        _tradesFile = new CsvFile(files.Open(RunFolder.TradesFile, length: null), ["environment", "episode", .. TradesTable.Columns]);
        _trades = new TradesTable(_tradesFile, instrument);
        _bookFile = new CsvFile(files.Open(RunFolder.BookFile, length: null), ["environment", "episode", .. BookTable.Columns(MarketLog.Levels)]);
        _book = new BookTable(_bookFile, instrument, MarketLog.Levels);
    }

    /// <returns>Null where no environment keeps a log.</returns>
    public static MarketTables? Create(RunFolder folder, IReadOnlyList<IWorld> worlds) =>
        worlds.Select(static world => world.Log).FirstOrDefault(static log => log is not null) is { } log ? new MarketTables(folder, worlds, log.Instrument()) : null;

    /// <summary>Writes what has been logged since the last call, environment after environment.</summary>
    public void Take()
    {
        for (int world = 0; world < _worlds.Count; world++)
        {
            if (_worlds[world].Log is { } log)
            {
                foreach (LoggedTrade trade in log.Trades)
                {
                    Write(world, trade);
                }

                foreach (LoggedBook book in log.Books)
                {
                    Write(world, book);
                }

                log.Clear();
            }
        }
    }

    public void Complete()
    {
        _tradesFile.Flush();
        _bookFile.Flush();
    }

    public void Dispose()
    {
        _tradesFile.Dispose();
        _bookFile.Dispose();
    }

    private void Write(int world, in LoggedTrade logged)
    {
        _tradesFile.Number(world);
        _tradesFile.Number(logged.Episode);
        _trades.Write(logged.Tick, logged.Trade);
        _tradesFile.EndRow();
    }

    private void Write(int world, in LoggedBook logged)
    {
        MarketSnapshot market = logged.Market;
        _bookFile.Number(world);
        _bookFile.Number(logged.Episode);
        _book.Write(
            market.Tick, market.Time, market.Bids.AsSpan(), market.Asks.AsSpan(), market.LastPrice, market.CumulativeVolumeLots, market.FundamentalValueTicks);
        _bookFile.EndRow();
    }
}
