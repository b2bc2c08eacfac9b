using MarketSim.Market.Fundamentals;
using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;
using static MarketSim.Market.Tests.Fundamentals.FundamentalSample;

namespace MarketSim.Market.Tests.Fundamentals;

public sealed class NewsValueTests
{
    private const long DayNanoseconds = 23_400 * SimulatedTime.NanosecondsPerSecond;

    [Fact]
    public void Variance_of_a_day_is_that_of_diffusion_and_news()
    {
        // Without followers: 23,400 s (2e-5² + 0.02 * 4e-4²) = 8.4e-5.
        double[] changes = [.. Enumerable.Range(1, 2_000).Select(seed => DayOf(new HawkesKernel(0, 1), (ulong)seed).Change)];
        double expected = 23_400 * ((2e-5 * 2e-5) + (0.02 * 4e-4 * 4e-4));

        Assert.Equal(0, changes.Average(), 4 * Math.Sqrt(expected / 2_000));
        Assert.Equal(expected, changes.Average(change => change * change), expected * 0.15);
    }

    [Fact]
    public void News_that_follow_from_news_are_part_of_their_expected_number()
    {
        // Followers of the last hour come after the close: a day of short memory has nearly all of them.
        double[] counts = [.. Enumerable.Range(1, 300).Select(seed => (double)DayOf(new HawkesKernel(0.5, 60), (ulong)seed).News)];

        Assert.Equal(0.02 * 23_400, counts.Average(), 0.02 * 23_400 * 0.05);
    }

    [Fact]
    public void News_come_in_clusters_where_they_bring_more_and_a_large_one_brings_more_than_a_small_one()
    {
        static double Ratio(HawkesKernel kernel)
        {
            double[] counts = [.. Enumerable.Range(1, 300).Select(seed => (double)DayOf(kernel, (ulong)seed).News)];
            double mean = counts.Average();
            return counts.Average(count => (count - mean) * (count - mean)) / mean;
        }

        // Variance over mean of the number: 1 for a Poisson process. Of clusters with n direct followers by a mark of variance v it is
        // (n + n² v) / (1 - n)² + 1 / (1 - n): with n = 0.5 and v = 1.2, of squared Pareto sizes up to 25, that is 5.2, and 4 without the marks.
        Assert.Equal(1, Ratio(new HawkesKernel(0, 1)), 0.3);
        Assert.InRange(Ratio(new HawkesKernel(0.5, 60)), 3.9, 6.5);
    }

    [Fact]
    public void News_follow_the_day()
    {
        var activity = new ActivityProfile(4, 2);
        double[] thirds = new double[3];
        for (ulong seed = 1; seed <= 200; seed++)
        {
            var value = new NewsValue(Parameters(new HawkesKernel(0, 1)) with { Activity = activity }, At(0), DayNanoseconds, seed);
            long before = 0;
            for (int third = 0; third < 3; third++)
            {
                value.AdvanceTo(At(7_800 * (third + 1)));
                thirds[third] += value.NewsCount - before;
                before = value.NewsCount;
            }
        }

        double expected = 0.02 * 7_800 * 200;
        Assert.Equal(expected * activity.Mean(At(0), At(7_800), At(0), DayNanoseconds), thirds[0], expected * 0.05);
        Assert.Equal(expected * activity.Mean(At(7_800), At(15_600), At(0), DayNanoseconds), thirds[1], expected * 0.05);
        Assert.Equal(expected * activity.Mean(At(15_600), At(23_400), At(0), DayNanoseconds), thirds[2], expected * 0.05);
    }

    [Fact]
    public void News_do_not_depend_on_the_times_looked_at()
    {
        NewsParameters jumpsOnly = Parameters(new HawkesKernel(0.4, 60, 0.4, 600)) with { VolatilityPerSqrtSecond = 0 };
        var often = new NewsValue(jumpsOnly, At(0), DayNanoseconds, 7);
        var once = new NewsValue(jumpsOnly, At(0), DayNanoseconds, 7);
        for (int second = 1; second <= 23_400; second++)
        {
            often.AdvanceTo(At(second));
        }

        once.AdvanceTo(At(23_400));
        Assert.Equal(once.Value, often.Value);
        Assert.Equal(once.NewsCount, often.NewsCount);
    }

    [Fact]
    public void A_tail_without_variance_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new NewsValue(Parameters(new HawkesKernel(0, 1)) with { TailExponent = 2 }, At(0), DayNanoseconds, 1));

    private static NewsParameters Parameters(HawkesKernel kernel) => new()
    {
        InitialValue = 10_000, VolatilityPerSqrtSecond = 2e-5, NewsPerSecond = 0.02, NewsDeviation = 4e-4, TailExponent = 4, Kernel = kernel,
    };

    private static (double Change, long News) DayOf(HawkesKernel kernel, ulong seed)
    {
        var value = new NewsValue(Parameters(kernel), At(0), DayNanoseconds, seed);
        value.AdvanceTo(At(23_400));
        return (Math.Log(value.Value / 10_000), value.NewsCount);
    }
}
