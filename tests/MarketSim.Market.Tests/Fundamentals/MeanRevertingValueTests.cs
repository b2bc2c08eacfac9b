using MarketSim.Market.Fundamentals;
using MarketSim.Market.Time;
using static MarketSim.Market.Tests.Fundamentals.FundamentalSample;

namespace MarketSim.Market.Tests.Fundamentals;

public sealed class MeanRevertingValueTests
{
    private const double HalfLife = 100;
    private const double Sigma = 0.01;
    private static readonly double Kappa = Math.Log(2) / HalfLife;

    // Four standard errors of a variance estimated from normal draws: 4 sqrt(2 / n).
    private static readonly double RelativeVarianceBand = 4 * Math.Sqrt(2.0 / Paths);

    private static readonly MeanRevertingParameters Parameters = new()
    {
        InitialValue = 1_000, LongRunValue = 1_000, HalfLifeSeconds = HalfLife, VolatilityPerSqrtSecond = Sigma,
    };

    [Fact]
    public void Stationary_variance_of_the_logarithm_is_sigma_squared_over_two_kappa()
    {
        double stationary = Sigma * Sigma / (2 * Kappa);
        double[][] logs = LogsAt([10 * HalfLife, 11 * HalfLife, 13 * HalfLife], path => new MeanRevertingValue(Parameters, default, 1, path));

        Assert.All(logs, sample => Assert.Equal(1, Variance(sample) / stationary, RelativeVarianceBand));
        Assert.All(logs, sample => Assert.Equal(Math.Log(1_000), Mean(sample), 4 * Math.Sqrt(stationary / Paths)));
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(1)]
    [InlineData(2)]
    public void Autocovariance_falls_with_exp_of_minus_kappa_t(double halfLives)
    {
        double stationary = Sigma * Sigma / (2 * Kappa);
        double[][] logs = LogsAt([20 * HalfLife, (20 + halfLives) * HalfLife], path => new MeanRevertingValue(Parameters, default, 2, path));

        Assert.Equal(Math.Pow(0.5, halfLives), Covariance(logs[0], logs[1]) / stationary, RelativeVarianceBand);
    }

    [Fact]
    public void One_long_step_and_many_short_ones_have_the_same_law()
    {
        MeanRevertingParameters away = Parameters with { InitialValue = 1_200, JumpsPerSecond = 0.05, JumpMean = 0.01, JumpDeviation = 0.02 };
        double[] one = LogsAt([70], path => new MeanRevertingValue(away, default, 3, path))[0];
        double[] many = LogsAt([0.001, 1, 1.5, 2, 3, 10, 20, 30, 31, 32, 33, 50, 69, 69.999, 70], path => new MeanRevertingValue(away, default, 4, path))[^1];

        double decay = Math.Exp(-Kappa * 70);
        double mean = Math.Log(1_000) + (Math.Log(1.2) * decay) + (0.05 * 0.01 * (1 - decay) / Kappa);
        double variance = ((Sigma * Sigma) + (0.05 * ((0.01 * 0.01) + (0.02 * 0.02)))) * (1 - (decay * decay)) / (2 * Kappa);
        foreach (double[] sample in new[] { one, many })
        {
            Assert.Equal(mean, Mean(sample), 4 * Math.Sqrt(variance / Paths));
            Assert.Equal(1, Variance(sample) / variance, RelativeVarianceBand * 1.5);
        }
    }

    [Fact]
    public void Distance_without_noise_halves_in_a_half_life()
    {
        MeanRevertingValue value = new(Parameters with { InitialValue = 4_000, VolatilityPerSqrtSecond = 0 }, default, 1);

        value.AdvanceTo(At(HalfLife));
        Assert.Equal(2_000, value.Value, 1e-9);
        value.AdvanceTo(At(2 * HalfLife));
        Assert.Equal(1_000 * Math.Sqrt(2), value.Value, 1e-9);
    }

    [Fact]
    public void Jumps_do_not_depend_on_the_times_advanced_to()
    {
        MeanRevertingParameters jumpsOnly = Parameters with { VolatilityPerSqrtSecond = 0, JumpsPerSecond = 0.2, JumpDeviation = 0.05 };
        MeanRevertingValue oneStep = new(jumpsOnly, default, 6);
        MeanRevertingValue manySteps = new(jumpsOnly, default, 6);
        oneStep.AdvanceTo(At(500));
        for (int second = 1; second <= 500; second++)
        {
            manySteps.AdvanceTo(At(second));
        }

        Assert.NotEqual(1_000, oneStep.Value, 1.0);
        Assert.Equal(oneStep.Value, manySteps.Value, 1e-9);
    }

    [Fact]
    public void Number_of_jumps_is_poisson()
    {
        // Each jump adds 1 to the logarithm, and a half-life of 3 million years lets none of it decay: the logarithm counts jumps.
        MeanRevertingParameters counter = new()
        {
            InitialValue = 1, LongRunValue = 1, HalfLifeSeconds = 1e14, VolatilityPerSqrtSecond = 0, JumpsPerSecond = 0.5, JumpMean = 1,
        };
        double[] counts = LogsAt([8], path => new MeanRevertingValue(counter, default, 7, path))[0];

        Assert.Equal(4, Mean(counts), 4 * Math.Sqrt(4.0 / Paths));
        Assert.Equal(4, Variance(counts), 4 * 4 * Math.Sqrt(2.25 / Paths));
        Assert.Equal(Math.Exp(-4), counts.Count(count => count < 0.5) / (double)Paths, 4 * Math.Sqrt(0.018 / Paths));
    }

    [Fact]
    public void Very_short_step_has_the_variance_of_brownian_motion()
    {
        double[] logs = LogsAt([1e-6], path => new MeanRevertingValue(Parameters with { HalfLifeSeconds = 1e12 }, default, 8, path))[0];

        Assert.Equal(1, Variance(logs) / (Sigma * Sigma * 1e-6), RelativeVarianceBand);
    }

    [Fact]
    public void Advance_to_the_present_draws_nothing_and_to_the_past_is_refused()
    {
        MeanRevertingValue once = new(Parameters, default, 9);
        MeanRevertingValue twice = new(Parameters, default, 9);
        once.AdvanceTo(At(5));
        twice.AdvanceTo(At(5));
        twice.AdvanceTo(At(5));
        once.AdvanceTo(At(6));
        twice.AdvanceTo(At(6));

        Assert.Equal(once.Value, twice.Value);
        Assert.Equal("time", Assert.Throws<ArgumentOutOfRangeException>(() => once.AdvanceTo(At(5.9))).ParamName);
    }

    [Fact]
    public void Value_stays_positive_and_finite_whatever_the_parameters()
    {
        MeanRevertingParameters wild = Parameters with { HalfLifeSeconds = 1e9, VolatilityPerSqrtSecond = 1_000 };
        Assert.All(Enumerable.Range(0, 50), path =>
        {
            MeanRevertingValue value = new(wild, default, 10, path);
            value.AdvanceTo(At(10_000));
            Assert.True(value.Value > 0 && double.IsFinite(value.Value));
        });
    }

    [Fact]
    public void Seeds_and_instruments_have_paths_of_their_own()
    {
        double[] values = new[] { (1UL, 0), (2UL, 0), (1UL, 1), (1UL, 0) }.Select(key =>
        {
            MeanRevertingValue value = new(Parameters, default, key.Item1, key.Item2);
            value.AdvanceTo(At(60));
            return value.Value;
        }).ToArray();

        Assert.Equal(3, values.Distinct().Count());
        Assert.Equal(values[0], values[3]);
    }

    [Fact]
    public void Parameter_out_of_range_is_refused_by_name()
    {
        static string? Refused(MeanRevertingParameters parameters) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => new MeanRevertingValue(parameters, default, 1)).ParamName;

        Assert.Equal("parameters.InitialValue", Refused(Parameters with { InitialValue = 0 }));
        Assert.Equal("parameters.LongRunValue", Refused(Parameters with { LongRunValue = double.NaN }));
        Assert.Equal("parameters.HalfLifeSeconds", Refused(Parameters with { HalfLifeSeconds = -1 }));
        Assert.Equal("parameters.VolatilityPerSqrtSecond", Refused(Parameters with { VolatilityPerSqrtSecond = -0.1 }));
        Assert.Equal("parameters.JumpsPerSecond", Refused(Parameters with { JumpsPerSecond = double.PositiveInfinity }));
        Assert.Equal("parameters.JumpDeviation", Refused(Parameters with { JumpDeviation = -1 }));
        Assert.Equal("instrument", Assert.Throws<ArgumentOutOfRangeException>(() => new MeanRevertingValue(Parameters, default, 1, -1)).ParamName);
    }
}
