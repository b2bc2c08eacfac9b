using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Numerics.Tests.Randomness;

public sealed class HawkesKernelTests
{
    private const double Seconds = 40_000;

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.5, 0.0)]
    [InlineData(0.3, 0.4)]
    public void Mean_intensity_is_the_baseline_over_one_minus_the_branching_ratio(double shortBranching, double longBranching)
    {
        var kernel = new HawkesKernel(shortBranching, 0.5, longBranching, 20);
        double expected = 0.5 / (1 - shortBranching - longBranching);

        // Clusters make the count vary: its variance is n / (1 - branching)^2.
        double deviation = Math.Sqrt(expected * Seconds) / (1 - kernel.BranchingRatio);
        Assert.Equal(expected * Seconds, Events(kernel, 0.5).Count, 4 * deviation);
    }

    [Fact]
    public void Counts_of_long_windows_vary_as_the_branching_ratio_says()
    {
        // Variance over mean of counts tends to 1 / (1 - n)^2 = 4 for n = 0.5 (Hawkes 1971); windows of 200 s are long for offspring of half a second.
        List<double> events = Events(new HawkesKernel(0.5, 0.5), 1);
        double[] counts = new double[200];
        events.ForEach(time => counts[(int)(time / 200)]++);
        double mean = counts.Average();
        double variance = counts.Sum(count => (count - mean) * (count - mean)) / (counts.Length - 1);

        Assert.Equal(4, variance / mean, 1.2);
    }

    [Fact]
    public void Without_branching_gaps_are_exponential()
    {
        List<double> events = Events(new HawkesKernel(0, 1), 1);
        double[] gaps = [.. events.Zip(events.Skip(1), (earlier, later) => later - earlier)];

        Assert.Equal(1, gaps.Average(), 0.03);
        Assert.Equal(Math.Exp(-1), gaps.Count(gap => gap > 1) / (double)gaps.Length, 0.01);
    }

    [Fact]
    public void A_baseline_that_is_half_its_bound_half_the_time_gives_three_quarters_of_the_events()
    {
        var random = new RandomStream(3, RandomPurpose.Test, 0, 0);
        var kernel = new HawkesKernel(0, 1);
        HawkesState state = default;
        int count = 0;
        double time = 0;
        while (true)
        {
            double gap = kernel.Next(ref state, new Alternating(time), Seconds - time, ref random);
            if (double.IsInfinity(gap))
            {
                break;
            }

            time += gap;
            count++;
        }

        Assert.Equal(0.75 * Seconds, count, 4 * Math.Sqrt(0.75 * Seconds));
    }

    [Fact]
    public void An_event_with_twice_the_mark_has_twice_the_offspring()
    {
        var kernel = new HawkesKernel(0.4, 0.5);
        double[] offspring = new double[3];
        for (int cluster = 0; cluster < 30_000; cluster++)
        {
            var random = new RandomStream(9, RandomPurpose.Test, 0, cluster);
            HawkesState state = default;
            int mark = cluster % 3;
            kernel.Excite(ref state, mark);

            // Direct offspring only: what comes is not added.
            for (double left = 50; left > 0;)
            {
                double gap = kernel.Next(ref state, new Constant(0), left, ref random);
                left -= gap;
                offspring[mark] += double.IsFinite(gap) ? 1 : 0;
            }
        }

        Assert.Equal(0, offspring[0]);
        Assert.Equal(0.4, offspring[1] / 10_000, 0.03);
        Assert.Equal(0.8, offspring[2] / 10_000, 0.04);
    }

    [Fact]
    public void A_restored_state_continues_exactly()
    {
        var kernel = new HawkesKernel(0.3, 0.5, 0.4, 20);
        var random = new RandomStream(5, RandomPurpose.Test, 0, 0);
        HawkesState state = default;
        for (int i = 0; i < 100; i++)
        {
            kernel.Next(ref state, new Constant(1), 1e6, ref random);
            kernel.Excite(ref state);
        }

        MessagePackWriter writer = new();
        state.Save(writer);
        MessagePackReader reader = new(writer.Written);
        HawkesState restored = HawkesState.Restore(ref reader);
        var same = new RandomStream(5, RandomPurpose.Test, 0, 0, random.Position);

        Assert.Equal(kernel.Next(ref state, new Constant(1), 1e6, ref random), kernel.Next(ref restored, new Constant(1), 1e6, ref same));
    }

    [Fact]
    public void A_branching_ratio_of_one_is_refused() =>
        Assert.Contains("below 1", Assert.Throws<ArgumentOutOfRangeException>(() => new HawkesKernel(0.5, 1, 0.5, 60)).Message, StringComparison.Ordinal);

    private static List<double> Events(HawkesKernel kernel, double perSecond)
    {
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        HawkesState state = default;
        var events = new List<double>();
        double time = 0;
        while (true)
        {
            double gap = kernel.Next(ref state, new Constant(perSecond), Seconds - time, ref random);
            if (double.IsInfinity(gap))
            {
                return events;
            }

            events.Add(time += gap);
            kernel.Excite(ref state);
        }
    }

    private readonly struct Constant(double perSecond) : IHawkesBaseline
    {
        public double Highest => perSecond;

        public double At(double seconds) => perSecond;
    }

    private readonly struct Alternating(double from) : IHawkesBaseline
    {
        public double Highest => 1;

        public double At(double seconds) => (int)Math.Floor(from + seconds) % 2 == 0 ? 1 : 0.5;
    }
}
