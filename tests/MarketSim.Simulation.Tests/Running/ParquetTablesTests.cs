using System.Globalization;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;
using ParquetSharp;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>The tables as Parquet, read by another library than the one that wrote them.</summary>
public sealed class ParquetTablesTests
{
    [Fact]
    public async Task Every_table_has_the_cells_of_its_csv_and_the_types_of_its_columns()
    {
        Scenario scenario = SmallMarket.Scenario();
        scenario = scenario with { Output = scenario.Output with { Parquet = true } };
        using var folder = new TemporaryFolder();

        await SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options());

        string[] tables = [RunFolder.TradesFile, RunFolder.BookFile, RunFolder.MetricsFile, RunFolder.GroupsFile, RunFolder.AgentsFile];
        Assert.All(tables, table => AssertEqual(folder[table], Path.ChangeExtension(folder[table], ".parquet")));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.partial"));
        using var trades = new ParquetFileReader(Path.ChangeExtension(folder[RunFolder.TradesFile], ".parquet"));
        Assert.Equal(
            ("tick", typeof(long?), "price", typeof(double?), "aggressor_side", typeof(string)),
            (Name(trades, 0), Type(trades, 0), Name(trades, 2), Type(trades, 2), Name(trades, 4), Type(trades, 4)));
    }

    [Fact]
    public async Task Tables_are_csv_alone_where_nothing_else_is_asked_for()
    {
        using var folder = new TemporaryFolder();

        await SimulationRun.StartAsync(SmallMarket.Scenario(), folder.Path, SmallMarket.Options());

        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.parquet"));
    }

    [Theory]
    [InlineData("output: parquet", true)]
    [InlineData("output: { format: parquet, bookLevels: 3 }", true)]
    [InlineData("output: { format: csv }", false)]
    public void Format_is_a_word_or_a_key_and_decides_no_result(string output, bool isParquet)
    {
        Scenario plain = SmallMarket.Scenario();
        string yaml = ScenarioWriter.Write(plain);
        yaml = yaml[..yaml.IndexOf("output:", StringComparison.Ordinal)] + output + "\n";

        Scenario read = ScenarioReader.Read(yaml, "small.yaml");

        Assert.Equal(isParquet, read.Output.Parquet);
        Assert.Equal(isParquet, ScenarioReader.Read(ScenarioWriter.Write(read), "again.yaml").Output.Parquet);
        Assert.Equal(read.Digest(), (read with { Output = read.Output with { Parquet = !isParquet } }).Digest());
    }

    private static void AssertEqual(string csv, string parquet)
    {
        string[][] rows = [.. File.ReadLines(csv).Select(line => line.Split(','))];
        using var reader = new ParquetFileReader(parquet);
        Assert.Equal(rows[0], Enumerable.Range(0, reader.FileMetaData.NumColumns).Select(column => Name(reader, column)), StringComparer.Ordinal);
        Assert.Equal(rows.Length - 1, reader.FileMetaData.NumRows);
        for (int column = 0; column < rows[0].Length; column++)
        {
            int row = 1;
            for (int group = 0; group < reader.FileMetaData.NumRowGroups; group++)
            {
                using RowGroupReader part = reader.RowGroup(group);
                int count = (int)part.MetaData.NumRows;
                using ColumnReader cells = part.Column(column);
                using LogicalColumnReader logical = cells.LogicalReader();
                object?[] values = logical switch
                {
                    LogicalColumnReader<long?> whole => [.. whole.ReadAll(count).Cast<object?>()],
                    LogicalColumnReader<double?> numbers => [.. numbers.ReadAll(count).Cast<object?>()],
                    LogicalColumnReader<string> texts => [.. texts.ReadAll(count)],
                    _ => throw new InvalidOperationException($"{parquet}: column {column} is {logical.GetType()}"),
                };
                foreach (object? value in values)
                {
                    AssertCell(rows[row][column], value, $"{Path.GetFileName(parquet)}, row {row}, {rows[0][column]}");
                    row++;
                }
            }
        }
    }

    private static void AssertCell(string cell, object? value, string place)
    {
        bool isEqual = value switch
        {
            null => cell.Length == 0,
            long whole => cell == whole.ToString(CultureInfo.InvariantCulture),
            double number => double.Parse(cell, CultureInfo.InvariantCulture).Equals(number),
            _ => cell == (string)value,
        };
        Assert.True(isEqual, $"{place}: '{cell}' became '{value}'");
    }

    private static string Name(ParquetFileReader reader, int column) => reader.FileMetaData.Schema.Column(column).Name;

    private static Type Type(ParquetFileReader reader, int column)
    {
        using RowGroupReader group = reader.RowGroup(0);
        using ColumnReader cells = group.Column(column);
        using LogicalColumnReader logical = cells.LogicalReader();
        return logical.GetType().GetGenericArguments()[0];
    }
}
