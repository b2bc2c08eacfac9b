using MarketSim.Numerics.Randomness;

namespace MarketSim.Numerics.Tests.Randomness;

/// <summary>
/// Each sampler against its closed form, at a fixed seed: Kolmogorov-Smirnov for continuous ones, chi-square for counts.
/// The bounds are passed by chance less than once in ten thousand seeds.
/// </summary>
public sealed class DistributionTests
{
    private const int Draws = 200_000;

    private delegate double Draw(ref RandomStream stream);

    [Fact]
    public void Uniform_draws_follow_their_distribution() =>
        AssertFollows((ref RandomStream stream) => stream.NextUniform(-2, 6), x => (x + 2) / 8);

    [Fact]
    public void Normal_draws_follow_their_distribution() =>
        AssertFollows((ref RandomStream stream) => stream.NextNormal(3, 0.5), x => ReferenceNormalCdf((x - 3) / 0.5));

    [Fact]
    public void Exponential_draws_follow_their_distribution() =>
        AssertFollows((ref RandomStream stream) => stream.NextExponential(2.5), x => 1 - Math.Exp(-x / 2.5));

    [Fact]
    public void Log_normal_draws_follow_their_distribution() =>
        AssertFollows((ref RandomStream stream) => stream.NextLogNormal(1, 0.7), x => ReferenceNormalCdf((Math.Log(x) - 1) / 0.7));

    [Fact]
    public void Pareto_draws_follow_their_distribution() =>
        AssertFollows((ref RandomStream stream) => stream.NextPareto(2, 1.5), x => 1 - Math.Pow(2 / x, 1.5));

    [Fact]
    public void Normal_draws_have_the_moments_of_the_normal()
    {
        RandomStream stream = Stream();
        double sum = 0, square = 0, cube = 0, fourth = 0;
        for (int i = 0; i < Draws; i++)
        {
            double x = stream.NextNormal();
            sum += x;
            square += x * x;
            cube += x * x * x;
            fourth += x * x * x * x;
        }

        double unit = 1 / Math.Sqrt(Draws);
        Assert.InRange(sum / Draws, -4 * unit, 4 * unit);
        Assert.InRange(square / Draws, 1 - (4 * Math.Sqrt(2) * unit), 1 + (4 * Math.Sqrt(2) * unit));
        Assert.InRange(cube / Draws, -4 * Math.Sqrt(15) * unit, 4 * Math.Sqrt(15) * unit);
        Assert.InRange(fourth / Draws, 3 - (4 * Math.Sqrt(96) * unit), 3 + (4 * Math.Sqrt(96) * unit));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.8)]
    [InlineData(9.9)]
    [InlineData(10)]
    [InlineData(15.5)]
    [InlineData(120)]
    [InlineData(2500)]
    public void Poisson_draws_follow_their_distribution(double mean)
    {
        RandomStream stream = Stream();
        var counts = new long[(int)(mean + (20 * Math.Sqrt(mean)) + 20)];
        for (int i = 0; i < Draws; i++)
        {
            counts[stream.NextPoisson(mean)]++;
        }

        (double chiSquare, int cells) = ChiSquare(counts, ReferencePoissonProbabilities(mean, counts.Length));

        // Wilson and Hilferty: the cube root of chi-square over its degrees of freedom is nearly normal.
        double freedom = cells - 1;
        double deviate = (Math.Cbrt(chiSquare / freedom) - 1 + (2 / (9 * freedom))) / Math.Sqrt(2 / (9 * freedom));
        Assert.InRange(deviate, -4, 4);
    }

    [Theory]
    [InlineData(1e6)]
    [InlineData(1e10)]
    [InlineData(1e15)]
    public void Poisson_draws_of_large_means_are_nearly_normal(double mean)
    {
        // The two distributions are a hundred times closer than the bound of a test with so few draws.
        AssertFollows(
            (ref RandomStream stream) => stream.NextPoisson(mean) + 0.5 - stream.NextDouble(),
            x => ReferenceNormalCdf((x - mean) / Math.Sqrt(mean)),
            20_000);
    }

    [Fact]
    public void Poisson_of_mean_zero_is_zero_and_takes_its_words()
    {
        RandomStream stream = Stream();
        Assert.Equal(0, stream.NextPoisson(0));
        Assert.Equal(2UL, stream.Position);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Integers_hit_every_value_equally_often(long maximum)
    {
        RandomStream stream = Stream();
        var counts = new long[maximum];
        for (int i = 0; i < Draws; i++)
        {
            counts[stream.NextInt64(maximum)]++;
        }

        double expected = Draws / (double)maximum;
        double chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        double freedom = maximum - 1;
        Assert.InRange(chiSquare, freedom - (5 * Math.Sqrt(2 * freedom)), freedom + (5 * Math.Sqrt(2 * freedom)));
    }

    /// <summary>Taking the remainder would give the lower half of this range twice the weight of the upper.</summary>
    [Fact]
    public void Integers_of_a_huge_range_are_unbiased()
    {
        const long Maximum = (1L << 62) + (1L << 61);
        RandomStream stream = Stream();
        int lowThird = 0;
        for (int i = 0; i < Draws; i++)
        {
            long value = stream.NextInt64(Maximum);
            Assert.InRange(value, 0, Maximum - 1);
            lowThird += value < Maximum / 3 ? 1 : 0;
        }

        Assert.InRange(lowThird / (double)Draws, (1 / 3.0) - 0.005, (1 / 3.0) + 0.005);
    }

    [Fact]
    public void Booleans_come_true_with_their_probability()
    {
        RandomStream stream = Stream();
        int count = 0;
        for (int i = 0; i < Draws; i++)
        {
            count += stream.NextBoolean(0.2) ? 1 : 0;
            Assert.False(stream.NextBoolean(0));
            Assert.True(stream.NextBoolean(1));
        }

        Assert.InRange(count / (double)Draws, 0.196, 0.204);
    }

    [Fact]
    public void Uniform_of_neighbouring_doubles_stays_below_its_maximum()
    {
        RandomStream stream = Stream();
        double next = Math.BitIncrement(1e10);
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(1e10, stream.NextUniform(1e10, next));
        }

        Assert.Equal(3.0, stream.NextUniform(3, 3));
    }

    [Fact]
    public void Bad_parameters_are_named_with_their_value()
    {
        AssertRefused("exclusiveMaximum", (ref RandomStream s) => s.NextInt64(0));
        AssertRefused("exclusiveMaximum", (ref RandomStream s) => s.NextInt32(-3));
        AssertRefused("maximum", (ref RandomStream s) => s.NextUniform(2, 1));
        AssertRefused("maximum", (ref RandomStream s) => s.NextUniform(-1e308, 1e308));
        AssertRefused("mean", (ref RandomStream s) => s.NextNormal(double.NaN, 1));
        AssertRefused("standardDeviation", (ref RandomStream s) => s.NextNormal(0, -1));
        AssertRefused("mean", (ref RandomStream s) => s.NextExponential(0));
        AssertRefused("mean", (ref RandomStream s) => s.NextPoisson(-1));
        AssertRefused("mean", (ref RandomStream s) => s.NextPoisson(1e16));
        AssertRefused("sigma", (ref RandomStream s) => s.NextLogNormal(0, double.PositiveInfinity));
        AssertRefused("minimum", (ref RandomStream s) => s.NextPareto(0, 1));
        AssertRefused("exponent", (ref RandomStream s) => s.NextPareto(1, double.NaN));
        AssertRefused("probability", (ref RandomStream s) => s.NextBoolean(1.01) ? 1 : 0);
    }

    private static RandomStream Stream() => new(7, RandomPurpose.Test, 1, 2);

    private static void AssertRefused(string parameter, Draw draw)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            RandomStream stream = Stream();
            draw(ref stream);
        });
        Assert.Equal(parameter, error.ParamName);
        Assert.NotNull(error.ActualValue);
    }

    private static void AssertFollows(Draw draw, Func<double, double> distribution, int draws = Draws)
    {
        RandomStream stream = Stream();
        var values = new double[draws];
        for (int i = 0; i < draws; i++)
        {
            values[i] = draw(ref stream);
        }

        Array.Sort(values);
        double distance = 0;
        for (int i = 0; i < draws; i++)
        {
            double probability = distribution(values[i]);
            distance = Math.Max(distance, Math.Max(probability - (i / (double)draws), ((i + 1) / (double)draws) - probability));
        }

        // Kolmogorov: 2.3 / sqrt(n) is exceeded with probability 5e-5.
        Assert.InRange(distance, 0, 2.3 / Math.Sqrt(draws));
    }

    /// <summary>Chi-square over neighbouring cells merged to an expectation of at least 10.</summary>
    private static (double ChiSquare, int Cells) ChiSquare(long[] counts, double[] probabilities)
    {
        double sum = 0, expected = 0, observed = 0, expectedLeft = Draws, observedLeft = Draws;
        int cells = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            expected += Draws * probabilities[i];
            observed += counts[i];
            if (expected >= 10 && expectedLeft - expected >= 10)
            {
                sum += (observed - expected) * (observed - expected) / expected;
                expectedLeft -= expected;
                observedLeft -= observed;
                expected = observed = 0;
                cells++;
            }
        }

        return (sum + ((observedLeft - expectedLeft) * (observedLeft - expectedLeft) / expectedLeft), cells + 1);
    }

    private static double[] ReferencePoissonProbabilities(double mean, int count)
    {
        var probabilities = new double[count];
        double logProbability = -mean;
        for (int i = 0; i < count; i++)
        {
            probabilities[i] = Math.Exp(logProbability);
            logProbability += Math.Log(mean / (i + 1));
        }

        return probabilities;
    }

    /// <summary>By Simpson's rule: slow, and independent of the code under test.</summary>
    private static double ReferenceNormalCdf(double x)
    {
        const int Steps = 64;
        double width = x / Steps;
        double sum = 1 + Math.Exp(-x * x / 2);
        for (int i = 1; i < Steps; i++)
        {
            double at = i * width;
            sum += (i % 2 == 0 ? 2 : 4) * Math.Exp(-at * at / 2);
        }

        return 0.5 + (sum * width / 3 / Math.Sqrt(2 * Math.PI));
    }
}
