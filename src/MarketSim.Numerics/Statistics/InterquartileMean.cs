using MarketSim.Numerics.Randomness;

namespace MarketSim.Numerics.Statistics;

/// <summary>
/// The mean of the middle half of a sample with its 95 % bootstrap interval, the measure for results over few seeds (Agarwal et al. 2021,
/// arXiv:2108.13264).
/// </summary>
/// <param name="Value">Mean of the sample without its lowest and its highest quarter.</param>
/// <param name="Interval">Of 95 % of the resampled means; the value itself for one value.</param>
public readonly record struct InterquartileMean(double Value, ConfidenceInterval Interval)
{
    private const int Resamples = 10_000;

    /// <param name="values">At least one; finite.</param>
    /// <param name="seed">Of the resampling.</param>
    public static InterquartileMean Of(ReadOnlySpan<double> values, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Length, nameof(values));
        var random = new RandomStream(seed, RandomPurpose.Resampling, 1, 0);
        double mean = Mean(values.ToArray());
        return new InterquartileMean(mean, values.Length < 2 ? new ConfidenceInterval(mean, mean) : ConfidenceInterval.Bootstrap(values, Mean, ref random, Resamples));
    }

    // Quarters that are no whole number of values count values by the share of them that lies within.
    private static double Mean(double[] values)
    {
        double[] sample = [.. values.Order()];
        double low = 0.25 * sample.Length;
        double high = 0.75 * sample.Length;
        double sum = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            double share = Math.Min(i + 1, high) - Math.Max(i, low);
            sum += share > 0 ? share * sample[i] : 0;
        }

        return sum / (high - low);
    }
}
