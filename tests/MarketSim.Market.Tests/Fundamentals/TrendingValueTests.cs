using MarketSim.Market.Fundamentals;
using static MarketSim.Market.Tests.Fundamentals.FundamentalSample;

namespace MarketSim.Market.Tests.Fundamentals;

public sealed class TrendingValueTests
{
    private const double Decay = 0.034657359;

    private static readonly TrendingParameters Parameters = new()
    {
        InitialValue = 500, VolatilityPerSqrtSecond = 0.03, TrendPerSecond = 0.02, HalfLifeSeconds = 20,
    };

    [Fact]
    public void Growth_is_normal_with_the_exact_variance_in_one_step_or_many()
    {
        double[] one = Grown(seed: 1, 50);
        double[] many = Grown(seed: 2, 0.001, 0.5, 1, 7, 8, 30, 49.99, 50);

        // Of the integral of f, stationary: (2 / k) (h - (1 - exp(-k h)) / k).
        double trend = 0.02 * 0.02 * 2 / Decay * (50 - ((1 - Math.Exp(-Decay * 50)) / Decay));
        double variance = trend + (0.03 * 0.03 * 50);
        foreach (double[] sample in new[] { one, many })
        {
            Assert.Equal(0, Mean(sample), 4 * Math.Sqrt(variance / Paths));
            Assert.Equal(variance, FundamentalSample.Variance(sample), 4 * variance * Math.Sqrt(2.0 / Paths));
        }
    }

    [Fact]
    public void Trend_foretells_changes_and_halves_in_its_half_life()
    {
        double[] trends = new double[Paths], next = new double[Paths], later = new double[Paths];
        for (int path = 0; path < Paths; path++)
        {
            var value = new TrendingValue(Parameters with { VolatilityPerSqrtSecond = 0 }, default, 3, path);
            value.AdvanceTo(At(5));
            (trends[path], double before) = (value.Trend, value.Growth);
            value.AdvanceTo(At(6));
            next[path] = value.Growth - before;
            value.AdvanceTo(At(25));
            later[path] = value.Trend;
        }

        Assert.Equal(1, FundamentalSample.Variance(trends), 4 * Math.Sqrt(2.0 / Paths));
        Assert.Equal(0.02 * (1 - Math.Exp(-Decay)) / Decay, Covariance(trends, next) / FundamentalSample.Variance(trends), 0.0002);
        Assert.Equal(0.5, Covariance(trends, later) / FundamentalSample.Variance(trends), 4 * Math.Sqrt(0.75 / Paths));
    }

    [Fact]
    public void Value_grows_by_shares_of_the_initial_one_and_falls_by_shares_of_what_is_left()
    {
        for (int path = 0; path < 20; path++)
        {
            var value = new TrendingValue(Parameters, default, 4, path);
            Assert.Equal(500, value.Value);
            value.AdvanceTo(At(300));
            Assert.Equal(value.Growth >= 0 ? 500 * (1 + value.Growth) : 500 * Math.Exp(value.Growth), value.Value, 1e-9);
        }
    }

    [Theory]
    [InlineData(0.0999)]
    [InlineData(0.1001)]
    public void Variance_of_the_integral_is_the_same_by_series_and_by_formula(double seconds)
    {
        // Where the two meet, a third term of the series is worth less than a millionth.
        const double DecayOfSeries = 0.01;
        double span = DecayOfSeries * seconds;
        double series = 2 * span * seconds * seconds / 3 * (1 - (0.75 * span) + (7 * span * span / 20));
        Assert.Equal(1, TrendingValue.IntegralVariance(DecayOfSeries, seconds) / series, 1e-5);
    }

    [Fact]
    public void Parameter_out_of_range_is_refused_by_name()
    {
        static string? Refused(TrendingParameters parameters) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => new TrendingValue(parameters, default, 1)).ParamName;

        Assert.Equal("parameters.InitialValue", Refused(Parameters with { InitialValue = 0 }));
        Assert.Equal("parameters.VolatilityPerSqrtSecond", Refused(Parameters with { VolatilityPerSqrtSecond = -1 }));
        Assert.Equal("parameters.TrendPerSecond", Refused(Parameters with { TrendPerSecond = double.NaN }));
        Assert.Equal("parameters.HalfLifeSeconds", Refused(Parameters with { HalfLifeSeconds = 0 }));
    }

    private static double[] Grown(ulong seed, params double[] seconds) =>
    [
        .. Enumerable.Range(0, Paths).Select(path =>
        {
            var value = new TrendingValue(Parameters, default, seed, path);
            foreach (double second in seconds)
            {
                value.AdvanceTo(At(second));
            }

            return value.Growth;
        }),
    ];
}
