using MarketSim.Market.Data.Bars.Columns;
using MarketSim.Market.Data.Bars.Layouts;
using MarketSim.Market.Data.Bars.Tables;

namespace MarketSim.Market.Data.Bars.Sheets;

/// <summary>The bars of a file in order of time, as they stand in it.</summary>
/// <param name="Lines">Line of each row in the file.</param>
/// <param name="Clock">By which their times are, for its reader.</param>
internal sealed record BarRows(string FileName, Memory<Bar> Bars, LineMap Lines, string Clock, IReadOnlyList<string> Notes)
{
    /// <exception cref="InvalidDataException">A row is no bar.</exception>
    public static BarRows Read(BarSheet sheet, BarLayout layout)
    {
        var reader = new RowReader(sheet, layout);
        var bars = new Bar[Capacity(sheet)];
        var lines = new LineMap();
        List<string> notes = [];
        (int count, int empty) = (0, 0);
        bool isFalling = false;
        long previous = 0;
        var symbols = new SymbolFilter(sheet, layout.Symbol);
        using (BarTable table = sheet.Open())
        {
            for (int skipped = 0; skipped < sheet.RowsBefore; skipped++)
            {
                table.Read();
            }

            while (table.Read())
            {
                reader.RequireWidth(table);
                if (!symbols.Takes(table))
                {
                    continue;
                }

                if (reader.IsEmpty(table))
                {
                    empty++;
                    continue;
                }

                if (count == bars.Length)
                {
                    Array.Resize(ref bars, Math.Max(16, bars.Length * 2));
                }

                bars[count] = reader.Read(table, out long instant);
                isFalling = count == 1 ? instant < previous : isFalling;
                if (count > 0 && (isFalling ? instant >= previous : instant <= previous))
                {
                    throw reader.WrongOrder(table, isFalling, count == 1);
                }

                previous = instant;
                lines.Add(count, table.Line);
                count++;
            }
        }

        if (count == 0)
        {
            throw new InvalidDataException(symbols.NothingTaken(sheet.Container.FileName));
        }

        Memory<Bar> read = bars.AsMemory(0, count);
        if (isFalling)
        {
            read.Span.Reverse();
            lines.Reverse(count);
            notes.Add($"{sheet.Container.FileName}: the newest bar comes first; the order was reversed.");
        }

        if (empty > 0)
        {
            notes.Add($"{sheet.Container.FileName}: {empty} rows without prices were left out.");
        }

        reader.RequireRisingClock(read.Span, lines);
        return new BarRows(sheet.Container.FileName, read, lines, reader.Clock, notes);
    }

    /// <summary>Number of lines of a text, so that an array of millions need not grow; a default for other files.</summary>
    private static int Capacity(BarSheet sheet)
    {
        if (sheet.Container.Format != BarFormat.Text)
        {
            return 1_024;
        }

        byte[] buffer = new byte[1 << 16];
        long lines = 1;
        using Stream stream = sheet.Container.Open();
        int length;
        while ((length = stream.Read(buffer)) > 0)
        {
            lines += buffer.AsSpan(0, length).Count((byte)'\n');
        }

        return (int)Math.Min(lines, Array.MaxLength);
    }
}

/// <summary>Selects the rows of one instrument in a file with several.</summary>
internal sealed class SymbolFilter(BarSheet sheet, string? wanted)
{
    private byte[]? _first = wanted is null ? null : System.Text.Encoding.UTF8.GetBytes(wanted);

    public bool Takes(BarTable table)
    {
        int column = sheet.Columns.Symbol;
        if (column < 0)
        {
            return wanted is null
                ? true
                : throw new InvalidDataException($"{sheet.Container.FileName}: symbol: asks for '{wanted}', but no column says to which instrument a row belongs; name it with columns: {{ symbol: NAME }}, or leave symbol: out.");
        }

        ReadOnlySpan<byte> symbol = table.Field(column);
        _first ??= symbol.ToArray();
        return symbol.SequenceEqual(_first) || (wanted is not null
            ? false
            : throw new InvalidDataException($"{sheet.Container.FileName}:{table.Line}: column '{sheet.Names[column]}' is '{table.Text(column)}' here and '{System.Text.Encoding.UTF8.GetString(_first)}' before: the file holds several instruments. Say which with symbol:, e.g. symbol: {table.Text(column)}."));
    }

    public string NothingTaken(string fileName) => wanted is null
        ? $"{fileName}: has a header but no bar; it must have at least one."
        : $"{fileName}: has no row of symbol '{wanted}'.";
}
