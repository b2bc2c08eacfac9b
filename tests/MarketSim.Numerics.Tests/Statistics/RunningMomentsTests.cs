using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Numerics.Tests.Statistics;

public sealed class RunningMomentsTests
{
    /// <summary>2, 4, 4, 4, 5, 5, 7, 9: mean 5, sums of powers of deviations 32, 42, 356.</summary>
    [Fact]
    public void Moments_of_a_small_sample_equal_those_by_hand()
    {
        RunningMoments moments = Of([2, 4, 4, 4, 5, 5, 7, 9]);

        Assert.Equal(8, moments.Count);
        Assert.Equal(5, moments.Mean, 14);
        Assert.Equal(32 / 7.0, moments.Variance, 14);
        Assert.Equal(Math.Sqrt(32 / 7.0), moments.StandardDeviation, 14);
        Assert.Equal(42 / 8.0 / 8.0, moments.Skewness, 14);
        Assert.Equal((356 / 8.0 / 16.0) - 3, moments.ExcessKurtosis, 14);
    }

    [Fact]
    public void Large_mean_costs_no_accuracy()
    {
        RunningMoments moments = Of(new double[] { 2, 4, 4, 4, 5, 5, 7, 9 }.Select(value => value + 1e9));

        Assert.Equal(32 / 7.0, moments.Variance, 6);
        Assert.Equal(0.65625, moments.Skewness, 6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(333)]
    [InlineData(999)]
    [InlineData(1000)]
    public void Merged_halves_have_the_moments_of_the_whole(int split)
    {
        double[] values = Skewed(1000);
        RunningMoments whole = Of(values);
        RunningMoments merged = Of(values[..split]);
        merged.Merge(Of(values[split..]));

        Assert.Equal(whole.Count, merged.Count);
        Assert.Equal(whole.Mean, merged.Mean, 12);
        Assert.Equal(whole.Variance, merged.Variance, 11);
        Assert.Equal(whole.Skewness, merged.Skewness, 11);
        Assert.Equal(whole.ExcessKurtosis, merged.ExcessKurtosis, 10);
    }

    [Fact]
    public void Moments_merged_with_themselves_keep_mean_and_shape()
    {
        RunningMoments moments = Of(Skewed(100));
        (double mean, double skewness) = (moments.Mean, moments.Skewness);
        moments.Merge(moments);

        Assert.Equal(200, moments.Count);
        Assert.Equal(mean, moments.Mean, 14);
        Assert.Equal(skewness, moments.Skewness, 12);
    }

    [Fact]
    public void Exponential_sample_has_skewness_2_and_excess_kurtosis_6()
    {
        RunningMoments moments = Of(Skewed(400_000));

        Assert.InRange(moments.Skewness, 1.95, 2.05);
        Assert.InRange(moments.ExcessKurtosis, 5.5, 6.5);
    }

    [Fact]
    public void Restored_moments_go_on_with_the_same_bits()
    {
        double[] values = Skewed(500);
        RunningMoments original = Of(values[..200]);
        var writer = new MessagePackWriter();
        original.Save(writer);
        var restored = new RunningMoments();
        var reader = new MessagePackReader(writer.Written);
        restored.Restore(ref reader);
        Assert.True(reader.End);

        foreach (double value in values[200..])
        {
            original.Add(value);
            restored.Add(value);
        }

        Assert.Equal(
            (original.Count, original.Mean, original.Variance, original.Skewness, original.ExcessKurtosis),
            (restored.Count, restored.Mean, restored.Variance, restored.Skewness, restored.ExcessKurtosis));
    }

    [Fact]
    public void Too_few_or_equal_values_have_no_shape()
    {
        Assert.Equal(double.NaN, Of([3]).Variance);
        Assert.Equal(0, Of([3, 3, 3]).Variance);
        Assert.Equal(double.NaN, Of([3, 3, 3]).Skewness);
        Assert.Equal(double.NaN, new RunningMoments().ExcessKurtosis);
    }

    [Fact]
    public void Values_that_are_not_finite_are_refused() =>
        Assert.Equal("value", Assert.Throws<ArgumentOutOfRangeException>(() => Of([double.NaN])).ParamName);

    [Fact]
    public void Negative_count_in_saved_moments_is_refused()
    {
        byte[] bytes = [0x95, 0xFF];
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new MessagePackReader([.. bytes, .. new byte[36]]);
            new RunningMoments().Restore(ref reader);
        });
        Assert.Equal("Byte 1: expected a count from 0, found -1.", error.Message);
    }

    private static RunningMoments Of(IEnumerable<double> values) => RunningMoments.Of([.. values]);

    private static double[] Skewed(int count)
    {
        var stream = new RandomStream(3, RandomPurpose.Test, 0, 0);
        var values = new double[count];
        foreach (ref double value in values.AsSpan())
        {
            value = stream.NextExponential(1);
        }

        return values;
    }
}
