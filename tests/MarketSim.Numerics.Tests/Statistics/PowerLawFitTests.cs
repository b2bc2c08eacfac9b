using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Numerics.Tests.Statistics;

public sealed class PowerLawFitTests
{
    [Fact]
    public void An_exact_power_law_is_found()
    {
        double[] x = [0.001, 0.01, 0.05, 0.2, 1];
        PowerLawFit fit = PowerLawFit.Of(x, [.. x.Select(value => 0.8 * Math.Pow(value, 0.5))]);

        Assert.Equal(0.5, fit.Exponent, 6);
        Assert.Equal(0.8, fit.Prefactor, 6);
    }

    [Fact]
    public void Exponent_beyond_the_range_that_is_searched_is_told_from_one_inside()
    {
        double[] x = [0.001, 0.01, 0.05, 0.2, 1];

        Assert.True(PowerLawFit.Of(x, [.. x.Select(static value => Math.Pow(value, -2))]).IsAtLimit);
        Assert.True(PowerLawFit.Of(x, [.. x.Select(static value => Math.Pow(value, 4))]).IsAtLimit);
        Assert.False(PowerLawFit.Of(x, [.. x.Select(static value => Math.Pow(value, 0.5))]).IsAtLimit);
    }

    [Fact]
    public void Under_noise_larger_than_the_signal_the_estimate_is_unbiased_and_its_error_is_the_spread()
    {
        // 400 points whose noise is three times the mean signal, 200 times over: most y are of either sign, and a fit of logarithms is impossible.
        double[] exponents = new double[200];
        double[] errors = new double[200];
        for (int sample = 0; sample < exponents.Length; sample++)
        {
            var random = new RandomStream(11, RandomPurpose.Test, 0, sample);
            double[] x = new double[400];
            double[] y = new double[400];
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = random.NextPareto(0.001, 0.7);
                x[i] = Math.Min(x[i], 1);
                y[i] = Math.Sqrt(x[i]) + (0.3 * random.NextNormal());
            }

            PowerLawFit fit = PowerLawFit.Of(x, y);
            (exponents[sample], errors[sample]) = (fit.Exponent, fit.ExponentError);
        }

        double mean = exponents.Average();
        double spread = Math.Sqrt(exponents.Average(value => (value - mean) * (value - mean)));
        Assert.Equal(0.5, mean, 0.02);
        Assert.Equal(spread, errors.Average(), spread * 0.25);
    }

    [Fact]
    public void Weights_choose_what_is_believed()
    {
        double[] x = [1, 2, 4, 8, 16, 32];
        double[] y = [1, 2, 4, 8, 16, 1_000];

        Assert.Equal(1, PowerLawFit.Of(x, y, [1, 1, 1, 1, 1, 1e-12]).Exponent, 4);
        Assert.True(PowerLawFit.Of(x, y).Exponent > 2);
    }

    [Fact]
    public void One_point_is_refused() => Assert.Throws<ArgumentException>(() => PowerLawFit.Of([1], [1]));
}
