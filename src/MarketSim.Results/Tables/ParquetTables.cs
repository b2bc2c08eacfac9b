using System.Globalization;
using CsvHelper;
using Parquet;
using Parquet.Schema;

namespace MarketSim.Results.Tables;

/// <summary>
/// The tables of a run folder as Parquet, beside the CSV: <c>trades.parquet</c> for <c>trades.csv</c>. A column of whole numbers is 64-bit integers, one of
/// other numbers doubles, anything else text; an empty cell is null.
/// </summary>
public static class ParquetTables
{
    /// <summary>Rows of a row group: what is held at a time.</summary>
    private const int RowsPerGroup = 65_536;

    private const string Extension = ".parquet";

    private static readonly CsvReaderOptions Layout = new() { Separator = ',', HasHeader = false, MalformedData = CsvMalformedDataHandling.Throw };

    private enum ColumnKind
    {
        Whole,
        Number,
        Text,
    }

    /// <summary>Writes every table of a run that has ended, in place of earlier ones.</summary>
    public static async Task WriteAsync(RunFolder folder)
    {
        foreach (string table in RunFolder.Tables.Where(table => File.Exists(folder.PathOf(table))))
        {
            string path = folder.PathOf(Path.ChangeExtension(table, Extension));
            await WriteAsync(folder.PathOf(table), path + ".partial").ConfigureAwait(false);
            File.Move(path + ".partial", path, overwrite: true);
        }
    }

    private static async Task WriteAsync(string source, string destination)
    {
        (string[] names, ColumnKind[] kinds) = Survey(source);
        DataField[] fields = [.. names.Zip(kinds, Field)];
        FileStream file = File.Create(destination);
        await using (file.ConfigureAwait(false))
        {
            ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                foreach (string[][] rows in Rows(source).Skip(1).Chunk(RowsPerGroup))
                {
                    using ParquetRowGroupWriter group = writer.CreateRowGroup();
                    for (int column = 0; column < fields.Length; column++)
                    {
                        await WriteColumnAsync(group, fields[column], kinds[column], [.. rows.Select(row => row[column])]).ConfigureAwait(false);
                    }
                }
            }
        }
    }

    /// <summary>The narrowest kind that holds every cell of a column.</summary>
    private static (string[] Names, ColumnKind[] Kinds) Survey(string source)
    {
        string[]? names = null;
        ColumnKind[] kinds = [];
        foreach (string[] row in Rows(source))
        {
            if (names is null)
            {
                names = row;
                kinds = new ColumnKind[row.Length];
                continue;
            }

            for (int column = 0; column < kinds.Length; column++)
            {
                kinds[column] = Wider(kinds[column], row[column]);
            }
        }

        return (names ?? [], kinds);
    }

    private static ColumnKind Wider(ColumnKind kind, string cell)
    {
        if (cell.Length == 0 || kind == ColumnKind.Text)
        {
            return kind;
        }

        if (kind == ColumnKind.Whole && long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            return kind;
        }

        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? ColumnKind.Number : ColumnKind.Text;
    }

    private static DataField Field(string name, ColumnKind kind) => kind switch
    {
        ColumnKind.Whole => new DataField<long?>(name),
        ColumnKind.Number => new DataField<double?>(name),
        _ => new DataField<string>(name),
    };

    private static async Task WriteColumnAsync(ParquetRowGroupWriter group, DataField field, ColumnKind kind, string[] cells)
    {
        switch (kind)
        {
            case ColumnKind.Whole:
                await group.WriteAsync<long>(field, Array.ConvertAll(cells, static cell => cell.Length == 0 ? (long?)null : long.Parse(cell, CultureInfo.InvariantCulture))).ConfigureAwait(false);
                break;
            case ColumnKind.Number:
                await group.WriteAsync<double>(field, Array.ConvertAll(cells, static cell => cell.Length == 0 ? (double?)null : double.Parse(cell, CultureInfo.InvariantCulture))).ConfigureAwait(false);
                break;
            default:
                await group.WriteAsync(field, Array.ConvertAll(cells, static cell => cell.Length == 0 ? null! : cell)).ConfigureAwait(false);
                break;
        }
    }

    private static IEnumerable<string[]> Rows(string source)
    {
        using CsvReader reader = CsvReader.FromFile(source, Layout);
        while (reader.Read())
        {
            yield return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        }
    }
}
