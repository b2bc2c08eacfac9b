using System.Globalization;

namespace MarketSim.Simulation.Tests;

/// <summary>A table of a run's folder, as a reader of it sees it; no cell of these tests holds a comma.</summary>
internal sealed class CsvTable
{
    private readonly string[] _columns;

    public CsvTable(string path)
    {
        string[] lines = File.ReadAllLines(path);
        _columns = lines[0].Split(',');
        Rows = [.. lines.Skip(1).Select(line => line.Split(','))];
    }

    private CsvTable(string[] columns, IEnumerable<string[]> rows)
    {
        _columns = columns;
        Rows = [.. rows];
    }

    public string[][] Rows { get; }

    /// <summary>The rows with such a cell.</summary>
    public CsvTable Where(string column, Func<string, bool> holds) => new(_columns, Rows.Where(row => holds(row[Array.IndexOf(_columns, column)])));

    public CsvTable Where(string column, string cell) => Where(column, found => found == cell);

    public string[] Texts(string column) => [.. Rows.Select(row => row[Array.IndexOf(_columns, column)])];

    public decimal[] Numbers(string column) => [.. Texts(column).Select(cell => decimal.Parse(cell, CultureInfo.InvariantCulture))];
}
