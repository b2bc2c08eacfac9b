using System.Collections.Immutable;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Serving.Worlds;
using MarketSim.Simulation.Output;

namespace MarketSim.Serving.Records;

/// <summary>
/// <c>trades.csv</c> and <c>book.csv</c> of a run through the door: the columns of other runs behind environment and episode, a row of the book at each
/// decision rather than at a fixed interval.
/// </summary>
internal sealed class MarketTables : IDisposable
{
    private readonly IReadOnlyList<IWorld> _worlds;
    private readonly CsvFile _trades;
    private readonly CsvFile _book;
    private readonly decimal _tickSize;
    private readonly DecimalUnit _price;
    private readonly DecimalUnit _halfPrice;
    private readonly DecimalUnit _quantity;

    private MarketTables(RunFolder folder, IReadOnlyList<IWorld> worlds, Instrument instrument)
    {
        _worlds = worlds;
        _tickSize = instrument.TickSize;
        _price = DecimalUnit.Of(instrument.TickSize);
        _halfPrice = DecimalUnit.Of(instrument.TickSize / 2);
        _quantity = DecimalUnit.Of(instrument.LotSize);
        var files = new FolderOutputFiles(folder);
        _trades = new CsvFile(
            files.Open(RunFolder.TradesFile, length: null),
            ["environment", "episode", "tick", "time_seconds", "price", "quantity", "aggressor_side", "aggressor", "resting", "aggressor_order", "resting_order"]);
        _book = new CsvFile(
            files.Open(RunFolder.BookFile, length: null),
            [
                "environment", "episode", "tick", "time_seconds", "bid", "bid_quantity", "ask", "ask_quantity", "mid", "last", "volume", "fundamental",
                .. LevelColumns("bid"), .. LevelColumns("ask"),
            ]);
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
        _trades.Flush();
        _book.Flush();
    }

    public void Dispose()
    {
        _trades.Dispose();
        _book.Dispose();
    }

    private static IEnumerable<string> LevelColumns(string side) =>
        Enumerable.Range(1, MarketLog.Levels).SelectMany(level => new[] { $"{side}_{level}", $"{side}_{level}_quantity" });

    private void Write(int world, in LoggedTrade logged)
    {
        BookEvent trade = logged.Trade;
        _trades.Number(world);
        _trades.Number(logged.Episode);
        _trades.Number(logged.Tick);
        _trades.Number(trade.Time.Nanoseconds, DecimalUnit.Nanosecond);
        _trades.Number(trade.Price.Ticks, _price);
        _trades.Number(trade.Quantity.Lots, _quantity);
        _trades.Text(trade.Side == Side.Buy ? "buy" : "sell");
        _trades.Number(trade.Account.Value);
        _trades.Number(trade.RestingAccount.Value);
        _trades.Number(trade.Order.Value);
        _trades.Number(trade.RestingOrder.Value);
        _trades.EndRow();
    }

    private void Write(int world, in LoggedBook logged)
    {
        MarketSnapshot market = logged.Market;
        _book.Number(world);
        _book.Number(logged.Episode);
        _book.Number(market.Tick);
        _book.Number(market.Time.Nanoseconds, DecimalUnit.Nanosecond);
        Level(market.Bids, 0);
        Level(market.Asks, 0);
        if (market is { BestBid: { } bid, BestAsk: { } ask })
        {
            _book.Number(bid.Ticks + ask.Ticks, _halfPrice);
        }
        else
        {
            _book.Empty();
        }

        _book.Number(market.LastPrice.Ticks, _price);
        _book.Number(market.CumulativeVolumeLots, _quantity);
        _book.Number(decimal.Round((decimal)market.FundamentalValueTicks * _tickSize, 6));
        Levels(market.Bids);
        Levels(market.Asks);
        _book.EndRow();
    }

    private void Levels(ImmutableArray<BookLevel> side)
    {
        for (int level = 0; level < MarketLog.Levels; level++)
        {
            Level(side, level);
        }
    }

    private void Level(ImmutableArray<BookLevel> side, int level)
    {
        if (level < side.Length)
        {
            _book.Number(side[level].Price.Ticks, _price);
            _book.Number(side[level].Quantity.Lots, _quantity);
        }
        else
        {
            _book.Empty();
            _book.Empty();
        }
    }
}
