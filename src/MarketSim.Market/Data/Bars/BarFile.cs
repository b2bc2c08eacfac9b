using MarketSim.Market.Data.Bars.Checks;
using MarketSim.Market.Data.Bars.Columns;
using MarketSim.Market.Data.Bars.Layouts;
using MarketSim.Market.Data.Bars.Sheets;
using MarketSim.Market.Data.Bars.Tables;

namespace MarketSim.Market.Data.Bars;

/// <summary>
/// Reads bars from the files that people have: texts with separators, with or without a header, JSON, Parquet, in ZIP or GZIP. How a file is written is found
/// in it; what stays ambiguous is refused with the key of <see cref="BarLayout"/> that decides it. DATA.md beside the scenarios lists layouts and keys.
/// </summary>
public static class BarFile
{
    /// <returns>At least one bar, in order of time.</returns>
    /// <exception cref="InvalidDataException">Names file, line, column, value and rule of the first thing that is wrong, or the key that decides what is ambiguous.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BarSeries Read(string path) => Read(path, BarLayout.Default).Bars;

    /// <inheritdoc cref="Read(string)"/>
    public static BarReading Read(string path, BarLayout layout) => Read(path, () => File.OpenRead(path), layout);

    /// <param name="fileName">Name of the file in messages.</param>
    /// <param name="open">A stream of the file from its beginning; called several times.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static BarReading Read(string fileName, Func<Stream> open, BarLayout layout)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(layout);
        BarContainer container = BarContainer.Of(fileName, open, layout.Entry);
        (BarSheet sheet, IReadOnlyList<(string Name, int First, int Second)> duplicates) = new SheetFinder(container, layout, new Choices(guesses: false)).Find();
        var warnings = new List<string>();
        warnings.AddRange(DuplicateColumns.Check(sheet, duplicates, layout.Duplicates));
        BarRows rows = BarRows.Read(sheet, layout);
        warnings.AddRange(rows.Notes);
        rows = JumpRepair.Apply(rows, layout, warnings);
        Memory<Bar> bars = rows.Bars;
        BarCalendar calendar = BarCalendar.Of(bars.Span);
        warnings.AddRange(HoleWarnings.Of(fileName, bars.Span, calendar, rows.Lines, layout.Holes));
        IEnumerable<BarBreak> breaks = calendar.Breaks.Where(gap => gap.Kind == BarBreakKind.Hole ? layout.Holes != HoleRule.Bridge : layout.Sessions != SessionRule.Joined);
        return new BarReading(
            new BarSeries(bars, [.. breaks]), calendar, sheet.Columns.Volume >= 0, BarDescription.Of(sheet, layout, bars.Span, calendar, rows.Clock), warnings);
    }

    /// <summary>The format of a file, complete, for its user to confirm.</summary>
    /// <exception cref="InvalidDataException">It holds nothing that could be bars.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BarGuess Guess(string path)
    {
        var choices = new Choices(guesses: true);
        BarContainer container = BarContainer.Of(path, () => File.OpenRead(path), entry: null);
        (BarSheet sheet, _) = new SheetFinder(container, BarLayout.Default, choices).Find();
        ColumnPlaces places = sheet.Columns;
        return new BarGuess(
            new BarLayout
            {
                Columns = new BarColumns(Name(places.Time), Name(places.Date), Name(places.Open), Name(places.High), Name(places.Low), Name(places.Close), Name(places.Volume), Name(places.Symbol)),
                Separator = sheet.Separator,
                DecimalMark = (char)sheet.Numbers.DecimalMark,
                TimeFormat = sheet.Clock is { } clock ? $"{sheet.Moment.Name} {clock.Name}" : sheet.Moment.Name,
                PriceScale = sheet.Scale,
            },
            choices.Guesses);

        // Columns of one name, or of none, have numbers.
        string? Name(int column) => column < 0 ? null
            : column < sheet.Names.Length && sheet.Names[column].Length > 0 && sheet.Names.Count(name => string.Equals(name, sheet.Names[column], StringComparison.OrdinalIgnoreCase)) == 1 ? sheet.Names[column]
            : (column + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
