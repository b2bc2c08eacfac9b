using MarketSim.Engine;
using MarketSim.Market.Book;
using MarketSim.Market.Venues;

namespace MarketSim.Serving.Worlds;

/// <summary>The trades of one environment's market, and its book at each decision, since they were taken last: what the tables of its run are made of.</summary>
internal sealed class MarketLog : ITradeListener
{
    public const int Levels = 5;

    private readonly List<LoggedTrade> _trades = [];
    private readonly List<LoggedBook> _books = [];
    private long _episode = -1;

    /// <summary>The instrument, with the units of prices and quantities; known once the market exists.</summary>
    public required Func<Instrument> Instrument { get; init; }

    public IReadOnlyList<LoggedTrade> Trades => _trades;

    public IReadOnlyList<LoggedBook> Books => _books;

    /// <summary>Another episode of the environment begins.</summary>
    public void BeginEpisode() => _episode++;

    public void Traded(long tick, in BookEvent trade, long takerFee, long makerFee) => _trades.Add(new LoggedTrade(_episode, tick, trade));

    /// <summary>The market as a decision is about to be made, or as the episode has ended.</summary>
    public void Decides(MarketSnapshot market) => _books.Add(new LoggedBook(_episode, market));

    /// <summary>All of it has been written.</summary>
    public void Clear()
    {
        _trades.Clear();
        _books.Clear();
    }
}

/// <param name="Episode">Of the environment, from 0.</param>
internal readonly record struct LoggedTrade(long Episode, long Tick, BookEvent Trade);

/// <param name="Episode">Of the environment, from 0.</param>
internal readonly record struct LoggedBook(long Episode, MarketSnapshot Market);
