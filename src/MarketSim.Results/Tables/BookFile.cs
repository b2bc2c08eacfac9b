namespace MarketSim.Results.Tables;

/// <summary>Reads <c>book.csv</c>: the best prices into memory, the levels, of which there may be very many, one by one.</summary>
public static class BookFile
{
    /// <summary>The best prices of every sample, and how far its levels reach.</summary>
    /// <exception cref="RunFolderException">The file is missing or malformed.</exception>
    public static BookSamples ReadBestPrices(string runFolder)
    {
        using var rows = new BookRows(runFolder);
        var samples = new BookSamples { LevelCount = Math.Max(rows.Bids.Count, rows.Asks.Count) };
        while (rows.Read())
        {
            samples.TimeSeconds.Add(rows.ReadTime());
            samples.Bid.Add(rows.Bid);
            samples.Ask.Add(rows.Ask);
            samples.Mid.Add(rows.Mid);
            samples.Last.Add(rows.Last);
            samples.CumulativeVolume.Add(rows.CumulativeVolume);
            samples.Fundamental.Add(rows.Fundamental);
            samples.LowestLevel.Add(Extreme(rows.Bids, rows.Asks, Math.Min));
            samples.HighestLevel.Add(Extreme(rows.Asks, rows.Bids, Math.Max));
        }

        return samples;
    }

    /// <summary>Every level of every sample, in the order of the file.</summary>
    public static IEnumerable<LevelSample> ReadLevels(string runFolder)
    {
        using var rows = new BookRows(runFolder);
        BookLevels[] sides = [rows.Bids, rows.Asks];
        for (int row = 0; rows.Read(); row++)
        {
            double timeSeconds = rows.ReadTime();
            foreach (BookLevels side in sides)
            {
                for (int level = 0; level < side.Count; level++)
                {
                    if (side.TryRead(level, out double price, out double quantity))
                    {
                        yield return new LevelSample(row, timeSeconds, side == rows.Bids, level, price, quantity);
                    }
                }
            }
        }
    }

    /// <summary>The extreme price of the first side's levels, or of the other side's where the first is empty; NaN where both are.</summary>
    private static double Extreme(BookLevels side, BookLevels otherSide, Func<double, double, double> choose)
    {
        double extreme = Extreme(side, choose);
        return double.IsNaN(extreme) ? Extreme(otherSide, choose) : extreme;
    }

    private static double Extreme(BookLevels side, Func<double, double, double> choose)
    {
        double extreme = double.NaN;
        for (int level = 0; level < side.Count; level++)
        {
            if (side.TryRead(level, out double price, out _))
            {
                extreme = double.IsNaN(extreme) ? price : choose(extreme, price);
            }
        }

        return extreme;
    }
}
