
namespace MarketSim.Results.Tables;

/// <summary>Reads <c>book.csv</c>: once for the best prices, once more for the levels, which need not all be held.</summary>
public static class BookFile
{
    /// <summary>The best prices of every sample, and how far its levels reach.</summary>
    /// <exception cref="RunFolderException">The file is missing or malformed.</exception>
    public static BookSamples ReadBestPrices(string runFolder)
    {
        using var table = new CsvTable(runFolder, RunFolder.BookFile);
        int time = table.Column("time_seconds");
        int bid = table.Column("bid");
        int ask = table.Column("ask");
        int mid = table.Column("mid");
        int last = table.Column("last");
        int volume = table.Column("volume");
        int fundamental = table.Column("fundamental");
        var bids = new BookLevels(table, "bid");
        var asks = new BookLevels(table, "ask");
        var samples = new BookSamples { LevelCount = Math.Max(bids.Count, asks.Count) };
        while (table.Read())
        {
            samples.TimeSeconds.Add(table.Time(time));
            samples.Bid.Add(table.AboveZeroOrAbsent(bid));
            samples.Ask.Add(table.AboveZeroOrAbsent(ask));
            samples.Mid.Add(table.AboveZeroOrAbsent(mid));
            samples.Last.Add(table.AboveZeroOrAbsent(last));
            samples.CumulativeVolume.Add(table.NumberAtLeastZero(volume));
            samples.Fundamental.Add(table.NumberOrAbsent(fundamental));
            samples.LowestLevel.Add(Extreme(table, bids, asks, Math.Min));
            samples.HighestLevel.Add(Extreme(table, asks, bids, Math.Max));
        }

        return samples;
    }

    /// <summary>Every level of every sample, in the order of the file.</summary>
    public static IEnumerable<LevelSample> ReadLevels(string runFolder)
    {
        using var table = new CsvTable(runFolder, RunFolder.BookFile);
        int time = table.Column("time_seconds");
        BookLevels[] sides = [new(table, "bid"), new(table, "ask")];
        for (int row = 0; table.Read(); row++)
        {
            double timeSeconds = table.Time(time);
            foreach (BookLevels side in sides)
            {
                for (int level = 0; level < side.Count; level++)
                {
                    if (side.TryRead(table, level, out double price, out double quantity))
                    {
                        yield return new LevelSample(row, timeSeconds, side == sides[0], level, price, quantity);
                    }
                }
            }
        }
    }

    /// <summary>The extreme price of the first side's levels, or of the other side's where the first is empty; NaN where both are.</summary>
    private static double Extreme(CsvTable table, BookLevels side, BookLevels otherSide, Func<double, double, double> choose)
    {
        double extreme = Extreme(table, side, choose);
        return double.IsNaN(extreme) ? Extreme(table, otherSide, choose) : extreme;
    }

    private static double Extreme(CsvTable table, BookLevels side, Func<double, double, double> choose)
    {
        double extreme = double.NaN;
        for (int level = 0; level < side.Count; level++)
        {
            if (side.TryRead(table, level, out double price, out _))
            {
                extreme = double.IsNaN(extreme) ? price : choose(extreme, price);
            }
        }

        return extreme;
    }
}
