using MarketSim.Market.Data.Bars.Columns;
using MarketSim.Market.Data.Bars.Numbers;
using MarketSim.Market.Data.Bars.Tables;
using MarketSim.Market.Data.Bars.Times;

namespace MarketSim.Market.Data.Bars.Sheets;

/// <summary>The complete format of a file of bars.</summary>
/// <param name="Separator">Of a text; otherwise null.</param>
/// <param name="RowsBefore">Rows before the first bar.</param>
/// <param name="Names">Of the columns; numbers from 1 where there is no header.</param>
/// <param name="Clock">Of the time of day, where it has a separate column.</param>
/// <param name="Scale">Factor of the prices.</param>
/// <param name="Width">Fields of a row.</param>
internal sealed record BarSheet(
    BarContainer Container,
    char? Separator,
    int RowsBefore,
    string[] Names,
    int Width,
    ColumnPlaces Columns,
    TimePattern Moment,
    TimePattern? Clock,
    BarNumbers Numbers,
    double Scale,
    bool IsAdjusted)
{
    public BarTable Open() => SheetTables.Open(Container, Separator);
}

/// <summary>Opens the rows of a file.</summary>
internal static class SheetTables
{
    public static BarTable Open(BarContainer container, char? separator) => container.Format switch
    {
        BarFormat.Json => new TextRowsTable(JsonRows(container)),
        BarFormat.Parquet => new TextRowsTable(ParquetBarRows.Read(container.Open(), container.FileName)),
        _ => new CsvBarTable(container.Open(), separator ?? ',', container.FileName),
    };

    private static IReadOnlyList<string?[]> JsonRows(BarContainer container)
    {
        using Stream stream = container.Open();
        return JsonBarRows.Read(stream, container.FileName);
    }
}
