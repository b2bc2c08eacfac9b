using MarketSim.Numerics.Functions;

namespace MarketSim.Learning.Hierarchical.Usage;

/// <summary>Information that one discrete variable holds of another, from counts, in nats.</summary>
public static class MutualInformation
{
    /// <param name="counts">Shape [rows, columns]: how often each pair was seen.</param>
    /// <param name="columns">Values of the second variable.</param>
    public static double Of(ReadOnlySpan<long> counts, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        int rows = counts.Length / columns;
        long[] byRow = new long[rows];
        long[] byColumn = new long[columns];
        long total = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            byRow[i / columns] += counts[i];
            byColumn[i % columns] += counts[i];
            total += counts[i];
        }

        double sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                sum += counts[i] / (double)total * Elementary.Log((double)counts[i] * total / ((double)byRow[i / columns] * byColumn[i % columns]));
            }
        }

        return Math.Max(0, sum);
    }

    /// <summary>Entropy of a variable.</summary>
    /// <param name="counts">Number of occurrences of each value.</param>
    public static double Entropy(ReadOnlySpan<long> counts)
    {
        long total = 0;
        foreach (long count in counts)
        {
            total += count;
        }

        double sum = 0;
        foreach (long count in counts)
        {
            if (count > 0)
            {
                double share = count / (double)total;
                sum -= share * Elementary.Log(share);
            }
        }

        return sum;
    }
}
