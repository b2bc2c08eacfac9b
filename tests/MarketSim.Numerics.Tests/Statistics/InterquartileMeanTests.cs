using MarketSim.Numerics.Statistics;

namespace MarketSim.Numerics.Tests.Statistics;

public sealed class InterquartileMeanTests
{
    [Fact]
    public void Outliers_beyond_the_quarters_do_not_count()
    {
        Assert.Equal(4.5, InterquartileMean.Of([1000, 3, 4, 5, 6, -1000, 2, 7]).Value, 12);

        // Of ten values two and a half are left out at each end: 2.5 values of 0.5 + 4 * 1 + 0.5.
        Assert.Equal(((0.5 * 3) + 4 + 5 + 6 + 7 + (0.5 * 8)) / 5, InterquartileMean.Of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).Value, 12);
    }

    [Fact]
    public void Interval_contains_the_mean_is_the_same_again_and_shrinks_to_a_point_for_equal_values()
    {
        double[] values = [0.5, 0.9, 0.7, 0.8, 0.95, 0.6, 0.85, 0.75, 0.65, 0.99];
        InterquartileMean mean = InterquartileMean.Of(values);

        Assert.InRange(mean.Value, mean.Interval.Lower, mean.Interval.Upper);
        Assert.InRange(mean.Interval.Upper - mean.Interval.Lower, 0.05, 0.4);
        Assert.Equal(mean, InterquartileMean.Of(values));
        Assert.Equal(new InterquartileMean(2, new ConfidenceInterval(2, 2)), InterquartileMean.Of([2, 2, 2]));
    }
}
