using System.Globalization;

namespace MarketSim.Market.Data;

/// <summary>Reads bars from a CSV file with a header.</summary>
/// <remarks>
/// Columns are found by name, in any order and case: <c>Date</c>, <c>Time</c> or <c>Timestamp</c>; <c>Open</c>, <c>High</c>, <c>Low</c>,
/// <c>Close</c>, <c>Volume</c>; others are left alone. Times are written <c>2009-05-22</c>, <c>2009-05-22 09:30:00</c>,
/// <c>2009-05-22T09:30:00</c> or <c>22.05.2009 09:30:00.000</c>, and rise from row to row.
/// </remarks>
public static class BarFile
{
    private static readonly string[] TimeColumns = ["Date", "Time", "Timestamp"];

    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "dd.MM.yyyy HH:mm:ss.fff", "dd.MM.yyyy HH:mm:ss"];

    /// <returns>At least one bar.</returns>
    /// <exception cref="InvalidDataException">Names file, line, column, value and rule of the first thing that is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<Bar> Read(string path)
    {
        using StreamReader reader = new(path);
        return Read(reader, path);
    }

    /// <param name="fileName">What messages call the file.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static IReadOnlyList<Bar> Read(TextReader reader, string fileName)
    {
        using CsvRows rows = new(reader, fileName);
        if (!rows.MoveNext())
        {
            throw new InvalidDataException($"{fileName}: is empty; it must have a header and at least one bar.");
        }

        Columns columns = Columns.Find(rows);
        int width = rows.Fields.Count;
        List<Bar> bars = [];
        while (rows.MoveNext())
        {
            rows.RequireFields(width);
            bars.Add(ReadBar(rows, columns, bars.Count == 0 ? null : bars[^1].Time));
        }

        return bars.Count > 0 ? bars : throw new InvalidDataException($"{fileName}: has a header but no bar; it must have at least one.");
    }

    private static Bar ReadBar(CsvRows rows, Columns columns, DateTime? previousTime)
    {
        Bar bar = new(
            ReadTime(rows, columns, previousTime),
            rows.PositiveNumber(columns.Open, nameof(Bar.Open)),
            rows.PositiveNumber(columns.High, nameof(Bar.High)),
            rows.PositiveNumber(columns.Low, nameof(Bar.Low)),
            rows.PositiveNumber(columns.Close, nameof(Bar.Close)),
            rows.Number(columns.Volume, nameof(Bar.Volume), 0));
        if (bar.High < Math.Max(bar.Open, bar.Close))
        {
            throw rows.WrongField(nameof(Bar.High), rows.Fields[columns.High], "at least Open and Close");
        }

        if (bar.Low > Math.Min(bar.Open, bar.Close))
        {
            throw rows.WrongField(nameof(Bar.Low), rows.Fields[columns.Low], "at most Open and Close");
        }

        return bar;
    }

    private static DateTime ReadTime(CsvRows rows, Columns columns, DateTime? previous)
    {
        string text = rows.Fields[columns.Time];
        if (!DateTime.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time))
        {
            throw rows.WrongField(columns.TimeName, text, "a time such as 2009-05-22, 2009-05-22 09:30:00 or 22.05.2009 09:30:00.000");
        }

        if (time <= previous)
        {
            throw rows.WrongField(columns.TimeName, text, "later than the row before");
        }

        return time;
    }

    private readonly record struct Columns(int Time, string TimeName, int Open, int High, int Low, int Close, int Volume)
    {
        public static Columns Find(CsvRows header)
        {
            int time = Array.FindIndex(TimeColumns, name => IndexOf(header, name) >= 0);
            if (time < 0)
            {
                throw header.Wrong($"the header has no column '{string.Join("', '", TimeColumns)}'; it must have one of them");
            }

            return new Columns(
                IndexOf(header, TimeColumns[time]),
                TimeColumns[time],
                Require(header, nameof(Bar.Open)),
                Require(header, nameof(Bar.High)),
                Require(header, nameof(Bar.Low)),
                Require(header, nameof(Bar.Close)),
                Require(header, nameof(Bar.Volume)));
        }

        private static int Require(CsvRows header, string name)
        {
            int index = IndexOf(header, name);
            return index >= 0 ? index : throw header.Wrong($"the header has no column '{name}'");
        }

        private static int IndexOf(CsvRows header, string name)
        {
            for (int index = 0; index < header.Fields.Count; index++)
            {
                if (string.Equals(header.Fields[index], name, StringComparison.OrdinalIgnoreCase))
                {
                    return index;
                }
            }

            return -1;
        }
    }
}
