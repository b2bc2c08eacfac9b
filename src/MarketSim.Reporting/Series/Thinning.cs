namespace MarketSim.Reporting.Series;

/// <summary>Selects the rows of a long series to draw.</summary>
internal static class Thinning
{
    /// <summary>
    /// The rows that keep the look of a line: the first, the last, and from each of equal buckets the one that spans the largest triangle with
    /// its neighbours (Steinarsson 2013, "Downsampling time series for visual representation").
    /// </summary>
    /// <param name="values">NaN where absent; such rows are never chosen.</param>
    /// <param name="maximumCount">At least 3.</param>
    public static int[] LargestTriangles(IReadOnlyList<double> times, IReadOnlyList<double> values, int maximumCount)
    {
        int[] rows = [.. Enumerable.Range(0, values.Count).Where(row => !double.IsNaN(values[row]))];
        if (rows.Length <= maximumCount)
        {
            return rows;
        }

        var chosen = new int[maximumCount];
        chosen[0] = rows[0];
        chosen[^1] = rows[^1];
        double bucketLength = (rows.Length - 2) / (double)(maximumCount - 2);
        for (int bucket = 0; bucket < maximumCount - 2; bucket++)
        {
            int start = 1 + (int)(bucket * bucketLength);
            int end = 1 + (int)((bucket + 1) * bucketLength);
            int nextEnd = Math.Min(1 + (int)((bucket + 2) * bucketLength), rows.Length);
            (double X, double Y) next = Mean(rows.AsSpan(end, Math.Max(nextEnd - end, 1)), times, values);
            chosen[bucket + 1] = Largest(rows.AsSpan(start, end - start), chosen[bucket], next, times, values);
        }

        return chosen;
    }

    /// <summary>Selects rows at equal distances, at most a number, the last one included.</summary>
    public static int[] Evenly(int count, int maximumCount)
    {
        int kept = Math.Min(count, maximumCount);
        var chosen = new int[kept];
        for (int index = 0; index < kept; index++)
        {
            chosen[index] = kept == 1 ? count - 1 : (int)((long)index * (count - 1) / (kept - 1));
        }

        return chosen;
    }

    private static int Largest(
        ReadOnlySpan<int> candidates, int previous, (double X, double Y) next, IReadOnlyList<double> times, IReadOnlyList<double> values)
    {
        int best = candidates[0];
        double bestArea = -1;
        foreach (int row in candidates)
        {
            double area = Math.Abs(
                ((times[previous] - next.X) * (values[row] - values[previous])) - ((times[previous] - times[row]) * (next.Y - values[previous])));
            if (area > bestArea)
            {
                (best, bestArea) = (row, area);
            }
        }

        return best;
    }

    private static (double X, double Y) Mean(ReadOnlySpan<int> rows, IReadOnlyList<double> times, IReadOnlyList<double> values)
    {
        (double x, double y) = (0, 0);
        foreach (int row in rows)
        {
            x += times[row];
            y += values[row];
        }

        return (x / rows.Length, y / rows.Length);
    }
}
