using MarketSim.Market.Data.Bars.Columns;
using MarketSim.Market.Data.Bars.Layouts;
using MarketSim.Market.Data.Bars.Numbers;
using MarketSim.Market.Data.Bars.Tables;
using MarketSim.Market.Data.Bars.Times;

namespace MarketSim.Market.Data.Bars.Sheets;

/// <summary>Looks at times and prices of a file to tell how both are written: at the first rows, and at all of them where those leave it open.</summary>
internal sealed class SheetSurvey(BarContainer container, char? separator, int rowsBefore, ColumnPlaces columns, string[] names, BarLayout layout, Choices choices)
{
    private const int SampleRows = 1_000;

    // Prices in whole numbers of this size are hardly in currency: hundredths of a cent and satoshis are counted so.
    private const double LargeWholePrice = 10_000;
    private const double VeryLargeWholePrice = 1_000_000;

    private readonly DecimalMarkFinder _mark = new();
    private List<TimePattern> _moments = [];
    private List<TimePattern> _days = [];
    private List<TimePattern> _clocks = [];
    private bool _hasFraction;
    private double _minPrice = double.MaxValue;

    /// <param name="Columns">Without a column of times of day that the time itself makes superfluous.</param>
    public sealed record Result(ColumnPlaces Columns, TimePattern Moment, TimePattern? Clock, BarNumbers Numbers, double Scale);

    private int MomentColumn => columns.Date >= 0 ? columns.Date : columns.Time;

    private bool HasClock => columns.Date >= 0 && columns.Time >= 0;

    /// <exception cref="InvalidDataException">Times or prices cannot be told.</exception>
    public Result Run()
    {
        string? given = layout.TimeFormat;
        _moments = [.. given is null ? TimePatterns.OfMoment : []];
        _days = [.. given is null && HasClock ? TimePatterns.OfDay : []];
        _clocks = [.. given is null && HasClock ? TimePatterns.OfClock : []];
        int rows = Look();
        BarNumbers numbers = new((byte)DecimalMark());
        double scale = Scale(rows);
        if (given is not null)
        {
            return OfGiven(given, numbers, scale);
        }

        if (HasClock && _days.Count > 0 && _clocks.Count > 0)
        {
            return new Result(columns, Decided(_days), _clocks[0], numbers, scale);
        }

        if (HasClock && _moments.Count == 0)
        {
            throw NoTimes($"columns '{names[columns.Date]}' and '{names[columns.Time]}' have");
        }

        if (_moments.Count == 0)
        {
            throw NoTimes($"column '{names[MomentColumn]}' has");
        }

        return new Result(HasClock ? columns with { Time = -1 } : columns, Decided(_moments), null, numbers, scale);
    }

    private char DecimalMark()
    {
        const string Key = "decimal: \",\" or decimal: \".\"";
        if (layout.DecimalMark is { } given)
        {
            return given;
        }

        return _mark.IsContradictory ? choices.Decide('.', Ambiguous("some prices have a point before their decimals, and some a comma", Key))
            : _mark.Mark ?? choices.Decide(separator == ',' ? '.' : ',', Ambiguous("prices such as 1,234 may be thousands or have three decimals", Key));
    }

    private Result OfGiven(string given, BarNumbers numbers, double scale)
    {
        if (!HasClock)
        {
            return new Result(columns, TimePatterns.Named(given), null, numbers, scale);
        }

        // Date and time are read apart: the format is cut at its first space.
        int space = given.IndexOf(' ', StringComparison.Ordinal);
        return space > 0
            ? new Result(columns, TimePatterns.Named(given[..space]), TimePatterns.Named(given[(space + 1)..]), numbers, scale)
            : new Result(columns with { Time = -1 }, TimePatterns.Named(given), null, numbers, scale);
    }

    private int Look()
    {
        int rows = 0;
        using BarTable table = SheetTables.Open(container, separator);
        for (int skipped = 0; skipped < rowsBefore; skipped++)
        {
            table.Read();
        }

        int last = Math.Max(Math.Max(MomentColumn, HasClock ? columns.Time : 0), Math.Max(Math.Max(columns.Open, columns.High), Math.Max(columns.Low, columns.Close)));
        while ((rows < SampleRows || IsOpen) && table.Read())
        {
            if (table.FieldCount > last)
            {
                See(table, isFirst: rows == 0);
                rows++;
            }
        }

        return rows;
    }

    private bool IsOpen =>
        (layout.DecimalMark is null && _mark.Mark is null)
        || (layout.TimeFormat is null && (IsUndecided(_moments) || IsUndecided(_days)));

    private void See(BarTable table, bool isFirst)
    {
        ReadOnlySpan<byte> moment = table.Field(MomentColumn);
        Keep(_moments, moment, isFirst);
        Keep(_days, moment, isFirst);
        if (HasClock)
        {
            Keep(_clocks, table.Field(columns.Time), isFirst);
        }

        foreach (int column in (ReadOnlySpan<int>)[columns.Open, columns.High, columns.Low, columns.Close])
        {
            ReadOnlySpan<byte> price = table.Field(column);
            _mark.See(price);
            _hasFraction |= price.ContainsAny((byte)'.', (byte)',');
            if (BarNumbers.Plain.TryRead(price, out double value) && value > 0)
            {
                _minPrice = Math.Min(_minPrice, value);
            }
        }
    }

    // A later row that nothing reads is no reason to give up what all others say: it is refused when its turn comes.
    private static void Keep(List<TimePattern> patterns, ReadOnlySpan<byte> text, bool isFirst)
    {
        int read = 0;
        for (int index = 0; index < patterns.Count; index++)
        {
            read += patterns[index].TryRead(text, out _, out _) ? 1 : 0;
        }

        bool drops = read < patterns.Count && (read > 0 || isFirst);
        for (int index = patterns.Count - 1; index >= 0 && drops; index--)
        {
            if (!patterns[index].TryRead(text, out _, out _))
            {
                patterns.RemoveAt(index);
            }
        }
    }

    private static bool IsUndecided(List<TimePattern> patterns) =>
        patterns.Count > 1 && TimePatterns.IsOfCountry(patterns[0]) && patterns.Exists(other => TimePatterns.AreTwins(patterns[0], other));

    private TimePattern Decided(List<TimePattern> patterns)
    {
        if (!IsUndecided(patterns))
        {
            return patterns[0];
        }

        TimePattern twin = patterns.First(other => TimePatterns.AreTwins(patterns[0], other));
        bool isOrdered = OrderFinder.IsOrdered(container, separator, rowsBefore, MomentColumn, HasClock ? columns.Time : -1, patterns[0], HasClock ? _clocks[0] : null);
        bool isTwinOrdered = OrderFinder.IsOrdered(container, separator, rowsBefore, MomentColumn, HasClock ? columns.Time : -1, twin, HasClock ? _clocks[0] : null);
        return isOrdered == isTwinOrdered
            ? choices.Decide(patterns[0], Ambiguous($"no day of column '{names[MomentColumn]}' is above 12, so that day and month cannot be told apart", $"timeFormat: {patterns[0].Name} or timeFormat: {twin.Name}"))
            : isOrdered ? patterns[0] : twin;
    }

    private double Scale(int rows)
    {
        bool hasHeader = !int.TryParse(names[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _);
        if (layout.PriceScale is null && rows > 0 && !_hasFraction && _minPrice < double.MaxValue && _minPrice >= (hasHeader ? VeryLargeWholePrice : LargeWholePrice))
        {
            string least = _minPrice.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
            return choices.Decide(0.0001, Ambiguous($"all prices are whole numbers of {least} and more, in currency or in some part of it", "priceScale: 0.0001 (what they are multiplied by) or priceScale: 1"));
        }

        return layout.PriceScale ?? 1;
    }

    private InvalidDataException NoTimes(string where) => new(
        $"{container.FileName}: {where} '{FirstText()}', which is written in no way that is known; it must be a time such as 2009-05-22, 2009-05-22 09:30:00 or 22.05.2009 09:30. Say how it is written with timeFormat:, e.g. timeFormat: yyyy-MM-dd HH:mm or timeFormat: unix_s.");

    private string FirstText()
    {
        using BarTable table = SheetTables.Open(container, separator);
        for (int row = 0; row <= rowsBefore; row++)
        {
            table.Read();
        }

        return HasClock ? $"{table.Text(columns.Date)} {table.Text(columns.Time)}" : table.Text(MomentColumn);
    }

    private InvalidDataException Ambiguous(string what, string key) => new($"{container.FileName}: {what}. Say which with {key}.");
}
