using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Numerics.Tests.Statistics;

public sealed class AutocorrelationTests
{
    /// <summary>1, 2, 3, 4: deviations -1.5, -0.5, 0.5, 1.5; products 5, 1.25, -1.5, -2.25.</summary>
    [Fact]
    public void Coefficients_of_a_short_series_equal_those_by_hand()
    {
        Autocorrelation result = Autocorrelation.Of([1, 2, 3, 4], 3);

        Assert.Equal([1, 0.25, -0.3, -0.45], result.Coefficients.ToArray());
        Assert.Equal(1.96 / 2, result.Band, 4);
    }

    [Fact]
    public void First_order_process_forgets_geometrically()
    {
        var stream = new RandomStream(8, RandomPurpose.Test, 0, 0);
        var series = new double[100_000];
        for (int i = 1; i < series.Length; i++)
        {
            series[i] = (0.8 * series[i - 1]) + stream.NextNormal();
        }

        Autocorrelation result = Autocorrelation.Of(series, 5);
        for (int lag = 0; lag <= 5; lag++)
        {
            Assert.InRange(result.Coefficients[lag] - Math.Pow(0.8, lag), -0.02, 0.02);
        }
    }

    [Fact]
    public void Series_without_memory_stays_within_the_band_at_19_of_20_lags()
    {
        var stream = new RandomStream(9, RandomPurpose.Test, 0, 0);
        var series = new double[20_000];
        foreach (ref double value in series.AsSpan())
        {
            value = stream.NextNormal();
        }

        Autocorrelation result = Autocorrelation.Of(series, 400);
        int outside = result.Coefficients[1..].ToArray().Count(coefficient => Math.Abs(coefficient) > result.Band);
        Assert.InRange(outside, 5, 40);
    }

    [Fact]
    public void Constant_series_has_no_coefficients() =>
        Assert.All(Autocorrelation.Of([2, 2, 2], 2).Coefficients.ToArray(), coefficient => Assert.Equal(double.NaN, coefficient));

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Lag_beyond_the_series_is_refused(int lag) =>
        Assert.Equal("maximumLag", Assert.Throws<ArgumentOutOfRangeException>(() => Autocorrelation.Of([1, 2, 3], lag)).ParamName);

    [Fact]
    public void Pairs_of_values_from_two_pieces_do_not_count()
    {
        double[] series = [1, -1, 1, -1, 5, 3, 5, 3];
        double mean = series.Average();
        double expected = Enumerable.Range(1, 7).Where(index => index != 4).Sum(index => (series[index] - mean) * (series[index - 1] - mean)) / series.Sum(value => (value - mean) * (value - mean));

        Assert.Equal(expected, Autocorrelation.Of(series, 1, [0, 4]).Coefficients[1], 1e-12);
        Assert.Equal(Autocorrelation.Of(series, 3).Coefficients.ToArray(), Autocorrelation.Of(series, 3, [0]).Coefficients.ToArray());
    }
}
