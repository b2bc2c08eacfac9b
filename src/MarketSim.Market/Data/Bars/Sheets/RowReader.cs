using System.Globalization;
using MarketSim.Market.Data.Bars.Columns;
using MarketSim.Market.Data.Bars.Layouts;
using MarketSim.Market.Data.Bars.Tables;
using MarketSim.Market.Data.Bars.Times;

namespace MarketSim.Market.Data.Bars.Sheets;

/// <summary>Reads one row as a bar.</summary>
internal sealed class RowReader
{
    // Prices of one bar are written with unequal numbers of decimals: a high may lie this far below a close.
    private const double Rounding = 1e-5;

    private readonly BarSheet _sheet;
    private readonly ColumnPlaces _columns;
    private readonly TimePattern _moment;
    private readonly TimePattern? _clock;
    private readonly TimeZoneInfo? _zone;
    private readonly double _scale;
    private readonly double _divisor;
    private readonly string? _zoneName;
    private readonly HashSet<TimeSpan> _offsets = [];
    private readonly int _last;

    /// <exception cref="InvalidDataException">The time zone is unknown.</exception>
    public RowReader(BarSheet sheet, BarLayout layout)
    {
        _sheet = sheet;
        _columns = sheet.Columns;
        _moment = sheet.Moment;
        _clock = sheet.Clock;
        _scale = sheet.Scale;
        _divisor = _scale < 1 && Math.Abs((1 / _scale) - Math.Round(1 / _scale)) < 1e-6 ? Math.Round(1 / _scale) : 0;
        _zoneName = layout.TimeZone;
        _zone = layout.TimeZone is { } name && HasOffset ? ZoneOf(name, sheet.Container.FileName) : null;
        _last = new[] { _columns.Time, _columns.Date, _columns.Open, _columns.High, _columns.Low, _columns.Close, _columns.Volume, _columns.Symbol, sheet.IsAdjusted ? _columns.Adjusted : -1 }.Max();
    }

    /// <summary>The time zone of the bars' times, as text for messages.</summary>
    public string Clock => _zoneName is not null ? _zoneName
        : _moment.Unix > 0 ? "UTC"
        : !HasOffset ? "no time zone given"
        : _offsets.All(offset => offset == TimeSpan.Zero) ? "UTC"
        : $"local time ({string.Join(" and ", _offsets.Order().Take(3).Select(Text))} from UTC)";

    private bool HasOffset => _moment.HasOffset || _clock is { HasOffset: true };

    /// <exception cref="InvalidDataException">The row has not as many fields as the first bar.</exception>
    public void RequireWidth(BarTable table)
    {
        // A separator at the end of a row makes one field more or less.
        if (Math.Abs(table.FieldCount - _sheet.Width) > 1 || table.FieldCount <= _last || (table.FieldCount > _sheet.Width && table.Field(table.FieldCount - 1).Length > 0))
        {
            throw Wrong(table, $"has {table.FieldCount} columns; it must have {_sheet.Width}");
        }
    }

    /// <summary>True when the row has no price at all: a day without trades or without data.</summary>
    public bool IsEmpty(BarTable table)
    {
        return IsNothing(table.Field(_columns.Open)) && IsNothing(table.Field(_columns.High)) && IsNothing(table.Field(_columns.Low)) && IsNothing(table.Field(_columns.Close));

        static bool IsNothing(ReadOnlySpan<byte> text) => text.IsEmpty || text.SequenceEqual("null"u8) || text.SequenceEqual("NaN"u8) || text.SequenceEqual("nan"u8) || text.SequenceEqual("NA"u8) || text.SequenceEqual("-"u8);
    }

    /// <param name="instant">Ticks that order the bars, in UTC when the file states it.</param>
    /// <exception cref="InvalidDataException">A field is wrong.</exception>
    public Bar Read(BarTable table, out long instant)
    {
        DateTime time = ReadTime(table, out instant);
        double open = Price(table, _columns.Open);
        double high = Price(table, _columns.High);
        double low = Price(table, _columns.Low);
        double close = Price(table, _columns.Close);
        (double top, double bottom) = (Math.Max(open, close), Math.Min(open, close));
        if (high < top * (1 - Rounding))
        {
            throw WrongField(table, _columns.High, "at least Open and Close");
        }

        if (low > bottom * (1 + Rounding))
        {
            throw WrongField(table, _columns.Low, "at most Open and Close");
        }

        (high, low) = (Math.Max(high, top), Math.Min(low, bottom));

        double adjusted = _sheet.IsAdjusted ? Price(table, _columns.Adjusted) : close;
        double ratio = adjusted / close;
        return new Bar(time, Scaled(open * ratio), Scaled(high * ratio), Scaled(low * ratio), Scaled(adjusted), Volume(table));
    }

    public InvalidDataException WrongOrder(BarTable table, bool isFalling, bool isSecond) => WrongField(
        table,
        _columns.Date >= 0 ? _columns.Date : _columns.Time,
        isSecond ? "another time than that of the row before" : $"{(isFalling ? "earlier" : "later")} than the row before, as in the rows before it; sort the rows by time, and keep one of each");

    /// <summary>Checks that times rise. A local time is repeated where a clock is set back.</summary>
    /// <exception cref="InvalidDataException">It does.</exception>
    public void RequireRisingClock(ReadOnlySpan<Bar> bars, LineMap lines)
    {
        for (int bar = 1; HasOffset && bar < bars.Length; bar++)
        {
            if (bars[bar].Time <= bars[bar - 1].Time)
            {
                throw new InvalidDataException($"{_sheet.Container.FileName}:{lines[bar]}: the clock was set back here: {bars[bar].Time:yyyy-MM-dd HH:mm:ss} comes after {bars[bar - 1].Time:yyyy-MM-dd HH:mm:ss}. Have the times converted with timeZone: UTC.");
            }
        }
    }

    private DateTime ReadTime(BarTable table, out long instant)
    {
        int column = _columns.Date >= 0 ? _columns.Date : _columns.Time;
        if (!_moment.TryRead(table.Field(column), out DateTime time, out TimeSpan offset))
        {
            throw WrongField(table, column, $"a time such as the first one of the file, {_moment.Name}");
        }

        if (_clock is not null)
        {
            if (!_clock.TryRead(table.Field(_columns.Time), out DateTime ofDay, out offset))
            {
                throw WrongField(table, _columns.Time, $"a time of day such as the first one of the file, {_clock.Name}");
            }

            time = time.Date + ofDay.TimeOfDay;
        }

        DateTime utc = time - offset;
        instant = utc.Ticks;
        if (_zone is not null)
        {
            return DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), _zone), DateTimeKind.Unspecified);
        }

        if (HasOffset && _offsets.Count < 8)
        {
            _offsets.Add(offset);
        }

        return time;
    }

    // 1985285 in hundredths of a cent is 198.5285, which a product misses by a rounding.
    private double Scaled(double price) => _divisor > 0 ? price / _divisor : price * _scale;

    private double Price(BarTable table, int column) =>
        _sheet.Numbers.TryRead(table.Field(column), out double value) && value > 0 ? value : throw WrongField(table, column, "a number greater than 0, e.g. 101.25");

    private double Volume(BarTable table)
    {
        if (_columns.Volume < 0)
        {
            return 0;
        }

        ReadOnlySpan<byte> text = table.Field(_columns.Volume);
        if (text.IsEmpty || text.SequenceEqual("-"u8) || text.SequenceEqual("null"u8) || text.SequenceEqual("NaN"u8) || text.SequenceEqual("nan"u8))
        {
            return 0;
        }

        // Volumes have thousands where prices have decimals; a mark of their own decimals is the prices'.
        return _sheet.Numbers.TryRead(text, out double value) && value >= 0 ? value : throw WrongField(table, _columns.Volume, "a number not below 0");
    }

    private InvalidDataException WrongField(BarTable table, int column, string rule) =>
        Wrong(table, $"column '{_sheet.Names[Math.Min(column, _sheet.Names.Length - 1)]}' is '{table.Text(column)}'; it must be {rule}");

    private InvalidDataException Wrong(BarTable table, string what) => new($"{_sheet.Container.FileName}:{table.Line}: {what}.");

    private static string Text(TimeSpan offset) => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);

    internal static TimeZoneInfo ZoneOf(string name, string fileName)
    {
        try
        {
            return string.Equals(name, "UTC", StringComparison.OrdinalIgnoreCase) ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new InvalidDataException($"{fileName}: timeZone: is '{name}', which this machine does not know; it must be UTC or an IANA name such as America/New_York.", error);
        }
    }
}
