using MarketSim.Market.Fundamentals;
using static MarketSim.Market.Tests.Fundamentals.FundamentalSample;

namespace MarketSim.Market.Tests.Fundamentals;

public sealed class GeometricBrownianValueTests
{
    private static readonly GeometricBrownianParameters Parameters = new() { InitialValue = 500, DriftPerSecond = 0.002, VolatilityPerSqrtSecond = 0.03 };

    [Fact]
    public void Logarithm_is_normal_with_the_exact_mean_and_variance_in_one_step_or_many()
    {
        double[] one = LogsAt([100], path => new GeometricBrownianValue(Parameters, default, 1, path))[0];
        double[] many = LogsAt([0.5, 1, 7, 8, 40, 41, 99, 100], path => new GeometricBrownianValue(Parameters, default, 2, path))[^1];

        const double Variance = 0.03 * 0.03 * 100;
        double mean = Math.Log(500) + (0.002 * 100) - (Variance / 2);
        foreach (double[] sample in new[] { one, many })
        {
            Assert.Equal(mean, Mean(sample), 4 * Math.Sqrt(Variance / Paths));
            Assert.Equal(Variance, FundamentalSample.Variance(sample), 4 * Variance * Math.Sqrt(2.0 / Paths));
            double beyondTwo = sample.Count(log => Math.Abs(log - mean) > 2 * Math.Sqrt(Variance)) / (double)Paths;
            Assert.Equal(0.0455, beyondTwo, 4 * Math.Sqrt(0.0455 / Paths));
        }
    }

    [Fact]
    public void Expected_value_grows_with_the_drift()
    {
        double[] logs = LogsAt([100], path => new GeometricBrownianValue(Parameters, default, 3, path))[0];

        Assert.Equal(500 * Math.Exp(0.2), logs.Average(Math.Exp), 4 * 500 * Math.Exp(0.2) * Math.Sqrt((Math.Exp(0.09) - 1) / Paths));
    }

    [Fact]
    public void Value_without_volatility_grows_exactly_with_the_drift()
    {
        GeometricBrownianValue value = new(Parameters with { VolatilityPerSqrtSecond = 0, DriftPerSecond = -0.01 }, At(50), 1);
        Assert.Equal(500, value.Value, 1e-10);

        value.AdvanceTo(At(150));
        Assert.Equal(500 / Math.E, value.Value, 1e-10);
    }

    [Fact]
    public void Parameter_out_of_range_is_refused_by_name()
    {
        static string? Refused(GeometricBrownianParameters parameters) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => new GeometricBrownianValue(parameters, default, 1)).ParamName;

        Assert.Equal("parameters.InitialValue", Refused(Parameters with { InitialValue = -5 }));
        Assert.Equal("parameters.DriftPerSecond", Refused(Parameters with { DriftPerSecond = double.NaN }));
        Assert.Equal("parameters.VolatilityPerSqrtSecond", Refused(Parameters with { VolatilityPerSqrtSecond = double.NegativeInfinity }));
    }
}
