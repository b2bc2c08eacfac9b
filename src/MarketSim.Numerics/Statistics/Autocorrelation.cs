namespace MarketSim.Numerics.Statistics;

/// <summary>Autocorrelation of a series at the lags from 0.</summary>
public sealed class Autocorrelation
{
    private readonly double[] _coefficients;

    private Autocorrelation(double[] coefficients, int count)
    {
        _coefficients = coefficients;
        Band = ConfidenceInterval.NormalReach / Math.Sqrt(count);
    }

    /// <summary>One coefficient for each lag from 0, where it is 1; all are NaN for a constant series.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>The 95 % band of the coefficients of a series without memory: plus and minus 1.96 / sqrt(n).</summary>
    public double Band { get; }

    /// <summary>The usual estimate, in which every lag divides by n (Box and Jenkins).</summary>
    /// <param name="series">At equal intervals, more values than <paramref name="maximumLag"/>.</param>
    /// <param name="maximumLag">0 or more.</param>
    public static Autocorrelation Of(ReadOnlySpan<double> series, int maximumLag) => Of(series, maximumLag, [0]);

    /// <summary>The autocorrelation of a series in pieces that are not consecutive: pairs of values from two pieces do not count; mean and variance are those of all.</summary>
    /// <param name="series">At equal intervals within each piece, more values than <paramref name="maximumLag"/>.</param>
    /// <param name="maximumLag">0 or more.</param>
    /// <param name="starts">Index of the first value of each piece, rising from 0.</param>
    public static Autocorrelation Of(ReadOnlySpan<double> series, int maximumLag, IReadOnlyList<int> starts)
    {
        ArgumentNullException.ThrowIfNull(starts);
        if (maximumLag < 0 || maximumLag >= series.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximumLag), maximumLag, $"The lag is 0 or more, and below the {series.Length} values of the series.");
        }

        double[] deviations = Deviations(series);
        var coefficients = new double[maximumLag + 1];
        double variance = LaggedProduct(deviations, 0);
        for (int lag = 0; lag <= maximumLag; lag++)
        {
            double sum = 0;
            for (int piece = 0; piece < starts.Count; piece++)
            {
                int end = piece + 1 < starts.Count ? starts[piece + 1] : deviations.Length;
                sum += LaggedProduct(deviations.AsSpan(starts[piece], end - starts[piece]), lag);
            }

            coefficients[lag] = sum / variance;
        }

        return new Autocorrelation(coefficients, series.Length);
    }

    private static double[] Deviations(ReadOnlySpan<double> series)
    {
        double sum = 0;
        foreach (double value in series)
        {
            sum += value;
        }

        double mean = sum / series.Length;
        var deviations = new double[series.Length];
        for (int i = 0; i < deviations.Length; i++)
        {
            deviations[i] = series[i] - mean;
        }

        return deviations;
    }

    private static double LaggedProduct(ReadOnlySpan<double> deviations, int lag)
    {
        double sum = 0;
        for (int i = lag; i < deviations.Length; i++)
        {
            sum += deviations[i] * deviations[i - lag];
        }

        return sum;
    }
}
