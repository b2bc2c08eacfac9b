using System.Text;

namespace MarketSim.Market.Data.Bars.Tables;

/// <summary>Tells the separator of a text by its first lines.</summary>
internal static class SeparatorFinder
{
    private const int HeadBytes = 1 << 16;
    private const int Lines = 200;
    private const int MinColumns = 5;

    // A comma may stand between decimals where another separates; none of the others does.
    private static readonly char[] Candidates = ['\t', ';', '|', ','];

    /// <returns>Null where no separator cuts most lines into columns.</returns>
    public static char? Find(Func<Stream> open)
    {
        List<string> lines = [];
        bool isCutOff;
        using (Stream stream = open())
        {
            byte[] head = new byte[HeadBytes];
            int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            isCutOff = length == head.Length;
            using var reader = new StreamReader(new MemoryStream(head, 0, length), Encoding.UTF8);
            while (lines.Count < Lines && reader.ReadLine() is { } line)
            {
                if (line.Length > 0)
                {
                    lines.Add(line);
                }
            }
        }

        if (isCutOff && lines.Count < Lines)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        foreach (char candidate in Candidates)
        {
            if (lines.Count > 0 && lines.Select(line => Columns(line, candidate)).GroupBy(count => count).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First().Key >= MinColumns)
            {
                return candidate;
            }
        }

        // Blanks stand in titles and between date and time too: they separate where every line has as many.
        return lines.Count > 0 && Columns(lines[0], ' ') >= MinColumns && lines.TrueForAll(line => Columns(line, ' ') == Columns(lines[0], ' ')) ? ' ' : null;
    }

    private static int Columns(string line, char separator)
    {
        int columns = 1;
        bool isQuoted = false;
        foreach (char character in line)
        {
            isQuoted ^= character == '"';
            columns += character == separator && !isQuoted ? 1 : 0;
        }

        return columns;
    }
}
