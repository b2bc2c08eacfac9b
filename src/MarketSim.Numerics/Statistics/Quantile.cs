namespace MarketSim.Numerics.Statistics;

/// <summary>Quantiles by linear interpolation between the order statistics (type 7 of Hyndman and Fan 1996, what pandas and R give).</summary>
public static class Quantile
{
    /// <param name="values">At least one, in any order, without NaN.</param>
    /// <param name="probability">0 (the smallest value) to 1 (the largest).</param>
    public static double Of(ReadOnlySpan<double> values, double probability)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, probability);
    }

    /// <inheritdoc cref="Of"/>
    public static double Median(ReadOnlySpan<double> values) => Of(values, 0.5);

    /// <param name="sorted">At least one, ascending.</param>
    /// <param name="probability">0 (the smallest value) to 1 (the largest).</param>
    public static double OfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        if (sorted.IsEmpty)
        {
            throw new ArgumentException("No values have no quantiles.", nameof(sorted));
        }

        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "The probability of a quantile is 0 to 1.");
        }

        double position = probability * (sorted.Length - 1);
        int below = (int)position;
        double fraction = position - below;
        return fraction == 0 ? sorted[below] : sorted[below] + (fraction * (sorted[below + 1] - sorted[below]));
    }
}
