using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;

namespace MarketSim.Results.Tables;

/// <summary>Writes the columns of <c>book.csv</c>; the caller writes further ones before them, and ends the row.</summary>
/// <param name="levels">Per side.</param>
internal sealed class BookTableWriter(CsvTableWriter file, Instrument instrument, int levels)
{
    private readonly DecimalUnit _price = DecimalUnit.Of(instrument.TickSize);
    private readonly DecimalUnit _halfPrice = DecimalUnit.Of(instrument.TickSize / 2);
    private readonly DecimalUnit _quantity = DecimalUnit.Of(instrument.LotSize);

    public static IEnumerable<string> Columns(int levels) =>
    [
        "tick", "time_seconds", "bid", "bid_quantity", "ask", "ask_quantity", "mid", "last", "volume", "fundamental",
        .. LevelColumns("bid", levels), .. LevelColumns("ask", levels),
    ];

    /// <param name="bids">Best first: as many as the table has levels, and the best one even for a table without levels.</param>
    /// <param name="asks">Likewise.</param>
    /// <param name="fundamental">In ticks.</param>
    public void Write(long tick, SimulatedTime time, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks, Price last, long volumeLots, double fundamental)
    {
        file.Number(tick);
        file.Number(time.Nanoseconds, DecimalUnit.Nanosecond);
        Level(bids, 0);
        Level(asks, 0);
        if (!bids.IsEmpty && !asks.IsEmpty)
        {
            file.Number(bids[0].Price.Ticks + asks[0].Price.Ticks, _halfPrice);
        }
        else
        {
            file.Empty();
        }

        file.Number(last.Ticks, _price);
        file.Number(volumeLots, _quantity);
        file.Number(decimal.Round((decimal)fundamental * instrument.TickSize, 6));
        Levels(bids);
        Levels(asks);
    }

    private static IEnumerable<string> LevelColumns(string side, int levels) =>
        Enumerable.Range(1, levels).SelectMany(level => new[] { $"{side}_{level}", $"{side}_{level}_quantity" });

    private void Levels(ReadOnlySpan<BookLevel> side)
    {
        for (int level = 0; level < levels; level++)
        {
            Level(side, level);
        }
    }

    private void Level(ReadOnlySpan<BookLevel> side, int level)
    {
        if (level < side.Length)
        {
            file.Number(side[level].Price.Ticks, _price);
            file.Number(side[level].Quantity.Lots, _quantity);
        }
        else
        {
            file.Empty();
            file.Empty();
        }
    }
}
