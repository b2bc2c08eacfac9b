using MarketSim.Numerics.Functions;

namespace MarketSim.Numerics.Statistics;

/// <summary>The tail exponent of a distribution: the probability of a value larger than x falls as x to the power of minus the exponent.</summary>
public static class TailIndex
{
    /// <summary>The estimator of Hill (A simple general approach to inference about the tail of a distribution, 1975), of absolute values.</summary>
    /// <param name="values">In any order, without NaN.</param>
    /// <param name="tailFraction">Share of the values that counts as the tail, greater than 0 and less than 1.</param>
    /// <returns>NaN when the tail is empty, or begins at 0; infinity when all of it is of one size.</returns>
    public static double Hill(ReadOnlySpan<double> values, double tailFraction = 0.05)
    {
        if (!(tailFraction is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(tailFraction), tailFraction, "The tail is a share greater than 0 and less than 1.");
        }

        var sizes = new double[values.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Math.Abs(values[i]);
        }

        Array.Sort(sizes);
        int tail = (int)(tailFraction * sizes.Length);
        int threshold = sizes.Length - 1 - tail;
        if (tail == 0 || sizes[threshold] == 0)
        {
            return double.NaN;
        }

        double sum = 0;
        for (int i = threshold + 1; i < sizes.Length; i++)
        {
            sum += Elementary.Log(sizes[i] / sizes[threshold]);
        }

        return tail / sum;
    }
}
