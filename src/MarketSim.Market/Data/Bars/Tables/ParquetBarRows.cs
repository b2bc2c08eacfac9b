using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace MarketSim.Market.Data.Bars.Tables;

/// <summary>Rows of a Parquet file, row group by row group; the first row has the names of the columns.</summary>
internal static class ParquetBarRows
{
    /// <exception cref="InvalidDataException">It is no Parquet file, or has columns that are no values.</exception>
    public static IEnumerable<string?[]> Read(Stream stream, string fileName)
    {
        ParquetReader reader;
        try
        {
            reader = ParquetReader.CreateAsync(stream).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ParquetException or InvalidOperationException)
        {
            throw new InvalidDataException($"{fileName}: is no Parquet file that can be read: {error.Message}", error);
        }

        try
        {
            // Columns of lists and maps are none of bars.
            DataField[] fields = [.. reader.Schema.DataFields.Where(field => field.MaxRepetitionLevel == 0 && IsKnown(field.ClrType))];
            yield return [.. fields.Select(field => field.Name)];
            for (int group = 0; group < reader.RowGroupCount; group++)
            {
                using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
                Func<int, string?>[] columns = [.. fields.Select(field => Column(rows, field))];
                for (int row = 0; row < rows.RowCount; row++)
                {
                    yield return [.. columns.Select(column => column(row))];
                }
            }
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static bool IsKnown(Type type) => type == typeof(string) || type == typeof(double) || type == typeof(float) || type == typeof(decimal)
        || type == typeof(long) || type == typeof(int) || type == typeof(short) || type == typeof(ulong) || type == typeof(uint)
        || type == typeof(DateTime) || type == typeof(DateOnly) || type == typeof(TimeSpan) || type == typeof(TimeOnly);

    private static Func<int, string?> Column(ParquetRowGroupReader rows, DataField field)
    {
        if (field.ClrType == typeof(string))
        {
            string?[] texts = new string?[rows.RowCount];
            rows.ReadAsync(field, texts.AsMemory()!).AsTask().GetAwaiter().GetResult();
            return row => texts[row];
        }

        return field.ClrType switch
        {
            var type when type == typeof(double) => Values<double>(rows, field, value => value.ToString("R", CultureInfo.InvariantCulture)),
            var type when type == typeof(float) => Values<float>(rows, field, value => value.ToString("R", CultureInfo.InvariantCulture)),
            var type when type == typeof(decimal) => Values<decimal>(rows, field, value => value.ToString(CultureInfo.InvariantCulture)),
            var type when type == typeof(long) => Values<long>(rows, field, value => value.ToString(CultureInfo.InvariantCulture)),
            var type when type == typeof(int) => Values<int>(rows, field, value => value.ToString(CultureInfo.InvariantCulture)),
            var type when type == typeof(short) => Values<short>(rows, field, value => value.ToString(CultureInfo.InvariantCulture)),
            var type when type == typeof(ulong) => Values<ulong>(rows, field, value => value.ToString(CultureInfo.InvariantCulture)),
            var type when type == typeof(uint) => Values<uint>(rows, field, value => value.ToString(CultureInfo.InvariantCulture)),
            var type when type == typeof(DateTime) => Values<DateTime>(rows, field, value => value.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
            var type when type == typeof(DateOnly) => Values<DateOnly>(rows, field, value => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            var type when type == typeof(TimeOnly) => Values<TimeOnly>(rows, field, value => value.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
            _ => Values<TimeSpan>(rows, field, value => value.ToString("c", CultureInfo.InvariantCulture)),
        };
    }

    private static Func<int, string?> Values<T>(ParquetRowGroupReader rows, DataField field, Func<T, string> text)
        where T : struct
    {
        var values = new T?[rows.RowCount];
        rows.ReadAsync<T>(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
        return row => values[row] is { } value ? text(value) : null;
    }
}
