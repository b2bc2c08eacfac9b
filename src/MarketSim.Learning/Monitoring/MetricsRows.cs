using System.Globalization;
using System.Text;

namespace MarketSim.Learning.Monitoring;

/// <summary>Finds where a <c>metrics.csv</c> is to be cut.</summary>
internal static class MetricsRows
{
    /// <summary>Bytes up to the first row that is later than a step, or that was not written to its end.</summary>
    public static long LengthUntil(Stream stream, string path, long lastStep)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        string text = reader.ReadToEnd();
        int position = EndOfRow(text, 0);
        if (position < 0 || !text.AsSpan(0, position - 1).SequenceEqual(MetricsFile.Columns))
        {
            throw new InvalidDataException($"{path}: the first row must be '{MetricsFile.Columns}'; it is not a file of metrics, or was cut short.");
        }

        for (int end = EndOfRow(text, position); end >= 0 && IsUntil(text.AsSpan(position, end - position), lastStep); end = EndOfRow(text, position))
        {
            position = end;
        }

        return Encoding.UTF8.GetByteCount(text.AsSpan(0, position));
    }

    private static bool IsUntil(ReadOnlySpan<char> row, long lastStep)
    {
        int comma = row.IndexOf(',');
        return comma > 0 && long.TryParse(row[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out long step) && step <= lastStep;
    }

    // A name in quotes may hold a line break, but no figure of ours has such a name; its second half would be cut, never misread.
    private static int EndOfRow(string text, int start)
    {
        int end = text.IndexOf('\n', start);
        return end < 0 ? -1 : end + 1;
    }
}
