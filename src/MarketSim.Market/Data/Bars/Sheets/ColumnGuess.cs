using System.Globalization;
using System.Text;
using MarketSim.Market.Data.Bars.Layouts;
using MarketSim.Market.Data.Bars.Numbers;
using MarketSim.Market.Data.Bars.Times;

namespace MarketSim.Market.Data.Bars.Sheets;

/// <summary>Guesses which column is which in a file without a header, for its user to confirm.</summary>
internal static class ColumnGuess
{
    private const string Skip = "skip";

    /// <returns>A word for each column; null where no four columns can be prices.</returns>
    public static string[]? Of(IReadOnlyList<string[]> rows)
    {
        int width = rows.GroupBy(row => row.Length).MaxBy(group => group.Count())!.Key;
        string[][] whole = [.. rows.Where(row => row.Length == width)];
        string[] words = new string[width];
        Array.Fill(words, Skip);
        int time = -1;
        for (int column = 0; column < width && time < 0; column++)
        {
            int at = column;
            time = TimePatterns.OfMoment.Any(pattern => whole.All(row => pattern.TryRead(Encoding.UTF8.GetBytes(row[at]), out _, out _))) ? column : -1;
        }

        if (time < 0)
        {
            return null;
        }

        words[time] = "time";
        if (time + 1 < width && TimePatterns.OfClock.Any(pattern => whole.All(row => row[time + 1].Contains(':', StringComparison.Ordinal) && pattern.TryRead(Encoding.UTF8.GetBytes(row[time + 1]), out _, out _))))
        {
            (words[time], words[time + 1]) = ("date", "time");
        }

        double[][] numbers = [.. whole.Select(row => row.Select(Number).ToArray())];
        for (int first = time + 1; first + 3 < width; first++)
        {
            if (words[first] == Skip && numbers.All(row => ArePrices(row.AsSpan(first, 4))))
            {
                PlacePrices(words, numbers, first);
                if (first + 4 < width && numbers.All(row => row[first + 4] >= 0))
                {
                    words[first + 4] = "volume";
                }

                return words;
            }
        }

        return null;
    }

    /// <summary>Numbers from 1 for the words.</summary>
    public static BarColumns Columns(string[] words)
    {
        return new BarColumns(Of("time"), Of("date"), Of("open"), Of("high"), Of("low"), Of("close"), Of("volume"));

        string? Of(string word) => Array.IndexOf(words, word) is var index and >= 0 ? (index + 1).ToString(CultureInfo.InvariantCulture) : null;
    }

    // High and low show themselves; of the other two the open lies nearer to the close before.
    private static void PlacePrices(string[] words, double[][] numbers, int first)
    {
        int[] all = [.. Enumerable.Range(first, 4)];
        int high = all.MaxBy(column => numbers.Sum(row => row[column]));
        int low = all.MinBy(column => numbers.Sum(row => row[column]));
        int[] others = [.. all.Where(column => column != high && column != low)];
        if (others.Length != 2)
        {
            // All prices of all bars are the same: the usual order.
            (words[first], words[first + 1], words[first + 2], words[first + 3]) = ("open", "high", "low", "close");
            return;
        }

        double Distance(int open, int close) => numbers.Zip(numbers.Skip(1), (before, after) => Math.Abs(after[open] - before[close])).Sum();
        bool isTurned = Distance(others[1], others[0]) < Distance(others[0], others[1]);
        (words[high], words[low], words[others[isTurned ? 1 : 0]], words[others[isTurned ? 0 : 1]]) = ("high", "low", "open", "close");
    }

    private static bool ArePrices(Span<double> four)
    {
        (double least, double most) = (double.MaxValue, 0);
        foreach (double price in four)
        {
            least = Math.Min(least, price);
            most = Math.Max(most, price);
        }

        return least > 0 && most < 3 * least;
    }

    private static double Number(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return BarNumbers.Plain.TryRead(bytes, out double value) || new BarNumbers((byte)',').TryRead(bytes, out value) ? value : double.NaN;
    }
}
