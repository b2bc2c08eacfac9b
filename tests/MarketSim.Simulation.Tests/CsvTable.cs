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

    public string[][] Rows { get; }

    public string[] Texts(string column) => [.. Rows.Select(row => row[Array.IndexOf(_columns, column)])];

    public decimal[] Numbers(string column) => [.. Texts(column).Select(cell => decimal.Parse(cell, CultureInfo.InvariantCulture))];
}
