using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Numerics.Tests.Statistics;

public sealed class ConfidenceIntervalTests
{
    /// <summary>Mean 3, deviation sqrt(2.5), t(0.975, 4) = 2.7764: 3 ± 1.9632.</summary>
    [Fact]
    public void Interval_of_a_small_sample_equals_that_by_hand()
    {
        ConfidenceInterval interval = ConfidenceInterval.OfMean([1, 2, 3, 4, 5]);

        Assert.Equal(3 - 1.96324, interval.Lower, 3);
        Assert.Equal(3 + 1.96324, interval.Upper, 3);
    }

    [Fact]
    public void Mean_lies_in_the_interval_as_often_as_stated()
    {
        int held = 0;
        const int samples = 4_000;
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        double[] values = new double[8];
        for (int i = 0; i < samples; i++)
        {
            foreach (ref double value in values.AsSpan())
            {
                value = random.NextNormal(2, 3);
            }

            ConfidenceInterval interval = ConfidenceInterval.OfMean(values, 0.9);
            held += interval.Lower <= 2 && 2 <= interval.Upper ? 1 : 0;
        }

        // Four standard errors of a share of 0.9.
        Assert.InRange(held / (double)samples, 0.9 - 0.019, 0.9 + 0.019);
    }

    [Fact]
    public void Bootstrap_of_the_mean_agrees_with_student()
    {
        var random = new RandomStream(2, RandomPurpose.Test, 0, 0);
        double[] values = [.. Enumerable.Range(0, 400).Select(_ => random.NextNormal(1, 2))];

        ConfidenceInterval student = ConfidenceInterval.OfMean(values);
        var resampling = new RandomStream(3, RandomPurpose.Test, 0, 0);
        ConfidenceInterval bootstrap = ConfidenceInterval.Bootstrap(values, sample => sample.Average(), ref resampling);

        Assert.Equal(student.Lower, bootstrap.Lower, 0.02);
        Assert.Equal(student.Upper, bootstrap.Upper, 0.02);
    }

    [Fact]
    public void Equal_streams_give_equal_bootstraps()
    {
        double[] values = [3, 1, 4, 1, 5, 9, 2, 6];
        var first = new RandomStream(4, RandomPurpose.Test, 0, 0);
        var second = new RandomStream(4, RandomPurpose.Test, 0, 0);

        Assert.Equal(
            ConfidenceInterval.Bootstrap(values, sample => sample.Max(), ref first),
            ConfidenceInterval.Bootstrap(values, sample => sample.Max(), ref second));
    }

    [Fact]
    public void Normal_estimate_lies_within_1_96_errors() => Assert.Equal(new ConfidenceInterval(10 - (2 * 1.959963984540054), 10 + (2 * 1.959963984540054)), ConfidenceInterval.OfNormal(10, 2));

    [Fact]
    public void Too_few_values_do_not_tell()
    {
        var random = new RandomStream(4, RandomPurpose.Test, 0, 0);

        Assert.True(double.IsNaN(ConfidenceInterval.OfMean([1]).Lower));
        Assert.True(double.IsNaN(ConfidenceInterval.OfMean([]).Upper));
        Assert.True(double.IsNaN(ConfidenceInterval.Bootstrap([1], sample => sample[0], ref random).Lower));
        Assert.True(double.IsNaN(ConfidenceInterval.Bootstrap([1, 2], _ => double.NaN, ref random).Lower));
    }
}
