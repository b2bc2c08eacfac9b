using System.Globalization;
using MarketSim.Market.Data.Bars.Columns;
using MarketSim.Market.Data.Bars.Layouts;
using MarketSim.Market.Data.Bars.Tables;
using MarketSim.Market.Data.Bars.Times;

namespace MarketSim.Market.Data.Bars.Sheets;

/// <summary>Finds out how a file is written; what stays ambiguous is refused with the key that decides it.</summary>
internal sealed class SheetFinder(BarContainer container, BarLayout layout, Choices choices)
{
    private const int HeadRows = 60;
    private const int RowsOfNames = 5;

    private readonly char? _separator = container.Format == BarFormat.Text ? layout.Separator ?? SeparatorFinder.Find(container.Open) : null;

    private string FileName => container.FileName;

    /// <exception cref="InvalidDataException">Something is missing or ambiguous.</exception>
    public (BarSheet Sheet, IReadOnlyList<(string Name, int First, int Second)> Duplicates) Find()
    {
        List<(long Line, string[] Cells)> head = ReadHead();
        if (head.Count == 0)
        {
            throw new InvalidDataException($"{FileName}: is empty; it must have at least one bar.");
        }

        int header = head.FindIndex(row => BarHeader.IsHeader(row.Cells));
        if (container.Format == BarFormat.Text && _separator is null && !(header >= 0 && head[header].Cells.Length >= 4))
        {
            throw new InvalidDataException($"{FileName}: no separator cuts its lines into columns; a bar has a time and four prices. Say it with separator:, e.g. separator: comma (or semicolon, tab, pipe, space).");
        }

        BarColumns given = layout.Columns;
        if (header < 0 && given.IsEmpty)
        {
            string[]? guess = ColumnGuess.Of([.. head.Select(row => row.Cells)]);
            var refusal = new InvalidDataException(WithoutHeader(head, guess));
            given = guess is null ? throw refusal : choices.Decide(ColumnGuess.Columns(guess), refusal);
        }

        string[]? names = header >= 0 ? head[header].Cells : null;
        var columns = new BarHeader(names, given, FileName, header >= 0 ? head[header].Line : head[0].Line);
        ColumnPlaces places = columns.Find();
        int first = FirstBar(head, header, places);
        if (first < 0)
        {
            throw new InvalidDataException(header >= 0
                ? $"{FileName}: has a header but no bar; it must have at least one."
                : $"{FileName}: none of its first {head.Count} rows has numbers where columns: says that the prices are.");
        }

        int width = head[first].Cells.Length;
        places = places.Time < 0 && places.Date < 0 ? places with { Time = FindTimes(head, first, places) ?? throw columns.Missing("time") } : places;
        names ??= [.. Enumerable.Range(1, width).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        var survey = new SheetSurvey(container, _separator, first, places, names, layout, choices);
        SheetSurvey.Result found = survey.Run();
        var sheet = new BarSheet(container, _separator, first, names, width, found.Columns, found.Moment, found.Clock, found.Numbers, found.Scale, layout.Close == CloseChoice.Adjusted || columns.NamesAdjustedClose);
        if (sheet.IsAdjusted && places.Adjusted < 0)
        {
            throw new InvalidDataException($"{FileName}: close: adjusted asks for a column such as 'Adj Close', and there is none; leave close: out.");
        }

        return (sheet, layout.Columns.Close is null || !columns.NamesAdjustedClose ? columns.Duplicates : []);
    }

    private List<(long Line, string[] Cells)> ReadHead()
    {
        using BarTable table = SheetTables.Open(container, _separator);
        List<(long, string[])> head = [];
        while (head.Count < HeadRows && table.Read())
        {
            head.Add((table.Line, table.Texts()));
        }

        return head;
    }

    /// <summary>The first row whose prices are numbers; below a header a few rows of further names may come before it.</summary>
    private int FirstBar(List<(long Line, string[] Cells)> head, int header, ColumnPlaces places)
    {
        int last = header >= 0 ? Math.Min(head.Count, header + 1 + RowsOfNames) : head.Count;
        for (int row = header + 1; row < last; row++)
        {
            if (HasPrices(head[row].Cells, places))
            {
                return row;
            }
        }

        // What stands there is no bar, but must be refused with its line, not passed over.
        return header >= 0 && header + 1 < head.Count ? header + 1 : -1;
    }

    private static bool HasPrices(string[] cells, ColumnPlaces places) =>
        IsNumber(cells, places.Open) && IsNumber(cells, places.High) && IsNumber(cells, places.Low) && IsNumber(cells, places.Close);

    private static bool IsNumber(string[] cells, int column) => column < cells.Length && cells[column].Any(char.IsAsciiDigit) && !cells[column].Any(character => character is >= 'a' and <= 'z' and not 'e');

    /// <summary>A column that is nothing else, whose cells are times: an index that was written out.</summary>
    private static int? FindTimes(List<(long Line, string[] Cells)> head, int first, ColumnPlaces places)
    {
        int[] taken = [places.Open, places.High, places.Low, places.Close, places.Adjusted, places.Volume, places.Symbol];
        for (int column = 0; column < head[first].Cells.Length; column++)
        {
            if (!taken.Contains(column) && TimePatterns.OfMoment.Any(pattern => head.Skip(first).Take(3).All(row => column < row.Cells.Length
                && pattern.TryRead(System.Text.Encoding.UTF8.GetBytes(row.Cells[column]), out _, out _))))
            {
                return column;
            }
        }

        return null;
    }

    private string WithoutHeader(List<(long Line, string[] Cells)> head, string[]? guess)
    {
        string example = guess is not null ? string.Join(", ", guess) : "time, open, high, low, close, volume";
        return $"{FileName}:{head[0].Line}: there is no header, so that nothing says which column is which. Say it with columns:, the names in their order, e.g. columns: [{example}] (skip for a column that is none of them); marketsim scenario bars --guess FILE writes the section.";
    }
}
