namespace MarketSim.Reporting.RunFolders;

/// <summary>Reads <c>trades.csv</c> row by row: it may have millions.</summary>
internal static class TradeFile
{
    public const string FileName = "trades.csv";

    public static IEnumerable<Trade> Read(string runFolder)
    {
        using var table = new CsvTable(runFolder, FileName);
        int time = table.Column("time_seconds");
        int price = table.Column("price");
        int quantity = table.Column("quantity");
        int side = table.Column("aggressor_side");
        int aggressor = table.Column("aggressor");
        int aggressorOrder = table.Column("aggressor_order");
        while (table.Read())
        {
            yield return new Trade(
                table.Time(time),
                table.NumberAboveZero(price),
                table.NumberAboveZero(quantity),
                table.TextIs(side, "buy"u8) || (table.TextIs(side, "sell"u8) ? false : throw table.Malformed(side, "buy or sell")),
                table.WholeNumber(aggressor),
                table.WholeNumber(aggressorOrder));
        }
    }
}
