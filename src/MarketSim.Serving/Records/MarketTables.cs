using MarketSim.Market.Venues;
using MarketSim.Results;
using MarketSim.Results.Tables;
using MarketSim.Serving.Worlds;

namespace MarketSim.Serving.Records;

/// <summary>
/// <c>trades.csv</c> and <c>book.csv</c> of a run through the environment server: the columns of other runs behind environment and episode, a row of the book at each
/// decision rather than at a fixed interval.
/// </summary>
internal sealed class MarketTables : IDisposable
{
    private readonly IReadOnlyList<IWorld> _worlds;
    private readonly MarketTableWriter _writer;

    private MarketTables(RunFolder folder, IReadOnlyList<IWorld> worlds, Instrument instrument)
    {
        _worlds = worlds;
        _writer = new MarketTableWriter(new FolderOutputFiles(folder), instrument, MarketLog.Levels, ["environment", "episode"]);
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
                    _writer.Write([world, trade.Episode], trade.Tick, trade.Trade);
                }

                foreach (LoggedBook book in log.Books)
                {
                    _writer.Write([world, book.Episode], book.Market);
                }

                log.Clear();
            }
        }
    }

    public void Complete() => _writer.Flush();

    public void Dispose() => _writer.Dispose();
}
