namespace MarketSim.Results.Tables;

/// <summary>Reads <c>trades.csv</c> row by row: it may have millions.</summary>
public static class TradeFile
{
    /// <summary>True when the run recorded its trades; a scenario can switch that off.</summary>
    public static bool Exists(string runFolder) => File.Exists(Path.Combine(runFolder, RunFolder.TradesFile));

    /// <summary>Reads the trades one by one, in the order of the file.</summary>
    /// <exception cref="RunFolderException">The file is missing or malformed.</exception>
    public static IEnumerable<Trade> Read(string runFolder)
    {
        using var table = new CsvTableReader(runFolder, RunFolder.TradesFile);
        int tick = table.Column("tick");
        int time = table.Column("time_seconds");
        int price = table.Column("price");
        int quantity = table.Column("quantity");
        int side = table.Column("aggressor_side");
        int aggressor = table.Column("aggressor");
        int resting = table.Column("resting");
        int aggressorOrder = table.Column("aggressor_order");

        // Runs of earlier versions have no parent orders in their tables. Both columns are looked up, so that both indices are assigned.
        bool hasParents = table.TryColumn("aggressor_parent", out int aggressorParent) & table.TryColumn("resting_parent", out int restingParent);
        while (table.Read())
        {
            yield return new Trade(
                table.Time(time),
                table.NumberAboveZero(price),
                table.NumberAboveZero(quantity),
                IsBuy(table, side),
                table.WholeNumber(aggressor),
                table.WholeNumber(aggressorOrder))
            {
                Tick = table.WholeNumber(tick),
                Resting = table.WholeNumber(resting),
                AggressorParent = hasParents ? table.WholeNumberOrZero(aggressorParent) : 0,
                RestingParent = hasParents ? table.WholeNumberOrZero(restingParent) : 0,
            };
        }
    }

    /// <summary>The fills of one agent, as the aggressor or as the resting side; a trade with itself is two.</summary>
    /// <exception cref="RunFolderException">The file is missing or malformed.</exception>
    public static IEnumerable<AgentFill> ReadOf(string runFolder, long agent)
    {
        foreach (Trade trade in Read(runFolder))
        {
            if (trade.Aggressor == agent)
            {
                yield return new AgentFill(trade.TimeSeconds, trade.Price, trade.Quantity, trade.BuyerInitiated);
            }

            if (trade.Resting == agent)
            {
                yield return new AgentFill(trade.TimeSeconds, trade.Price, trade.Quantity, !trade.BuyerInitiated);
            }
        }
    }

    private static bool IsBuy(CsvTableReader table, int side)
    {
        if (table.TextIs(side, "buy"u8))
        {
            return true;
        }

        if (table.TextIs(side, "sell"u8))
        {
            return false;
        }

        throw table.Malformed(side, "buy or sell");
    }
}
