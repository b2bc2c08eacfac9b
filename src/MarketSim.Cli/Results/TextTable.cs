using MarketSim.Cli.Terminal;
using Spectre.Console;

namespace MarketSim.Cli.Results;

/// <summary>Rows of short texts: a table where it fits, otherwise a few lines per row that any terminal can show.</summary>
internal sealed class TextTable(params IReadOnlyList<string> titles)
{
    /// <summary>The width of borders and padding of each column, and once more at the end.</summary>
    private const int BorderWidth = 3;

    private readonly List<IReadOnlyList<string>> _rows = [];
    private IReadOnlyList<int> _expendable = [];
    private string _elsewhere = string.Empty;

    /// <param name="cells">One per title; an empty one is left out of the narrow form.</param>
    public void Add(params IReadOnlyList<string> cells) => _rows.Add(cells);

    /// <summary>Columns that are left out, one after the other, until the table fits.</summary>
    /// <param name="elsewhere">Other place where they can be read.</param>
    /// <param name="columns">Numbers from 0, the first to go first.</param>
    public void LeaveOut(string elsewhere, params IReadOnlyList<int> columns) => (_elsewhere, _expendable) = (elsewhere, columns);

    /// <param name="none">Text for a table without rows.</param>
    public void Write(CommandConsole console, string none)
    {
        if (_rows.Count == 0)
        {
            console.Output.WriteLine(none);
            return;
        }

        IAnsiConsole rich = console.Rich();
        List<int> kept = [.. Enumerable.Range(0, titles.Count)];
        foreach (int column in _expendable.TakeWhile(_ => !Fits(kept, rich)))
        {
            kept.Remove(column);
        }

        if (!Fits(kept, rich))
        {
            WriteNarrow(rich);
            return;
        }

        Table table = new Table().Border(rich.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii);
        foreach (int column in kept)
        {
            TableColumn title = new TableColumn(Markup.Escape(titles[column])).NoWrap();
            table.AddColumn(IsNumeric(column) ? title.RightAligned() : title);
        }

        _rows.ForEach(row => table.AddRow(kept.Select(column => new Text(row[column]))));
        rich.Write(table);
        if (kept.Count < titles.Count)
        {
            string missing = string.Join(", ", Enumerable.Range(0, titles.Count).Except(kept).Select(column => titles[column]));
            rich.Write(new Text($"Too narrow for {missing}: see {_elsewhere}."));
            rich.WriteLine();
        }
    }

    private bool Fits(List<int> columns, IAnsiConsole rich) => 1 + columns.Sum(column => Width(column) + BorderWidth) <= rich.Profile.Width;

    private void WriteNarrow(IAnsiConsole rich)
    {
        foreach (IReadOnlyList<string> row in _rows)
        {
            IEnumerable<string> others = titles.Zip(row).Skip(1).Where(cell => cell.Second.Length > 0).Select(cell => $"{cell.First.ToLowerInvariant()} {cell.Second}");
            rich.Write(new Text($"{row[0]}: {string.Join(", ", others)}"));
            rich.WriteLine();
        }
    }

    private int Width(int column) => Math.Max(titles[column].Length, _rows.Max(row => row[column].Length));

    private bool IsNumeric(int column) => _rows.TrueForAll(row => row[column].Length == 0 || char.IsAsciiDigit(row[column][0]) || row[column][0] is '-' or '+');
}
