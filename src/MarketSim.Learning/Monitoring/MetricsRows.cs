using System.Text;
using CsvHelper;

namespace MarketSim.Learning.Monitoring;

/// <summary>Finds where a <c>metrics.csv</c> is to be cut.</summary>
internal static class MetricsRows
{
    private const int Fields = 3;

    private static readonly CsvReaderOptions Options = new() { Separator = ',', HasHeader = false };

    /// <summary>Bytes up to the first row that is later than a step, or that was not written to its end.</summary>
    public static long LengthUntil(Stream stream, string path, long lastStep)
    {
        using CsvReader rows = CsvReader.Create(stream, Options, leaveOpen: true);
        bool hasHeader = stream.Length > MetricsFile.Columns.Length && rows.Read() && Encoding.UTF8.GetString(rows.RawRecord) == MetricsFile.Columns;
        if (!hasHeader)
        {
            throw new InvalidDataException($"{path}: the first row must be '{MetricsFile.Columns}'; it is not a file of metrics, or was cut short.");
        }

        long last = 0;
        while (rows.Read())
        {
            last = rows.ByteOffset;
            if (rows.FieldCount != Fields || !rows.TryParse(0, out long step) || step > lastStep)
            {
                return last;
            }
        }

        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() == '\n' ? stream.Length : last;
    }
}
