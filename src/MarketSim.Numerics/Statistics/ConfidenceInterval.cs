using MarketSim.Numerics.Randomness;

namespace MarketSim.Numerics.Statistics;

/// <summary>A range that holds what is estimated with a stated confidence.</summary>
/// <param name="Lower">Not above the upper end; both are NaN where the values do not tell.</param>
/// <param name="Upper">Not below the lower end.</param>
public readonly record struct ConfidenceInterval(double Lower, double Upper)
{
    /// <summary>Half of a 95 % interval of a normal estimate in standard errors: the 97.5 % quantile of the normal distribution.</summary>
    public const double NormalReach = 1.959963984540054;

    private static readonly ConfidenceInterval Unknown = new(double.NaN, double.NaN);

    /// <summary>A 95 % interval of an estimate that is normal around the truth.</summary>
    /// <param name="error">Standard error of the estimate.</param>
    public static ConfidenceInterval OfNormal(double estimate, double error) => new(estimate - (NormalReach * error), estimate + (NormalReach * error));

    /// <summary>A confidence interval of the mean of independent values, by Student's t: exact for normal values, a good approximation for others from a few dozen on.</summary>
    /// <param name="values">Finite; fewer than two do not tell.</param>
    /// <param name="confidence">Greater than 0, less than 1.</param>
    public static ConfidenceInterval OfMean(ReadOnlySpan<double> values, double confidence = 0.95)
    {
        RequireConfidence(confidence);
        RunningMoments moments = RunningMoments.Of(values);
        if (moments.Count < 2)
        {
            return Unknown;
        }

        double reach = StudentDistribution.Quantile((1 + confidence) / 2, moments.Count - 1) * moments.StandardDeviation / Math.Sqrt(moments.Count);
        return new ConfidenceInterval(moments.Mean - reach, moments.Mean + reach);
    }

    /// <summary>
    /// Of any statistic of independent values: percentiles of the statistic over resampled values (Efron, Bootstrap methods: another look at the
    /// jackknife, Annals of Statistics 7, 1979).
    /// </summary>
    /// <param name="values">Fewer than two do not tell.</param>
    /// <param name="statistic">Resamples for which it is NaN do not count; when it is NaN for more than half, the values do not tell.</param>
    /// <param name="random">Equal streams give equal intervals.</param>
    /// <param name="resamples">At least 100.</param>
    /// <param name="confidence">Greater than 0, less than 1.</param>
    public static ConfidenceInterval Bootstrap(
        ReadOnlySpan<double> values, Func<double[], double> statistic, ref RandomStream random, int resamples = 2_000, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        RequireConfidence(confidence);
        if (values.Length < 2)
        {
            return Unknown;
        }

        double[] resample = new double[values.Length];
        var estimates = new List<double>(resamples);
        for (int i = 0; i < resamples; i++)
        {
            foreach (ref double value in resample.AsSpan())
            {
                value = values[random.NextInt32(values.Length)];
            }

            double estimate = statistic(resample);
            if (!double.IsNaN(estimate))
            {
                estimates.Add(estimate);
            }
        }

        if (estimates.Count <= resamples / 2)
        {
            return Unknown;
        }

        double[] sorted = [.. estimates.Order()];
        return new ConfidenceInterval(Statistics.Quantile.OfSorted(sorted, (1 - confidence) / 2), Statistics.Quantile.OfSorted(sorted, (1 + confidence) / 2));
    }

    private static void RequireConfidence(double confidence)
    {
        if (!(confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence is greater than 0 and less than 1, e.g. 0.95.");
        }
    }
}
