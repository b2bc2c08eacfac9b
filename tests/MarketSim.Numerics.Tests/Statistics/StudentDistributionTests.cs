using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Numerics.Tests.Statistics;

/// <summary>Values of the tables (Abramowitz and Stegun, table 26.10, with more digits).</summary>
public sealed class StudentDistributionTests
{
    [Theory]
    [InlineData(0.975, 1, 12.7062047362, 1e-9)]
    [InlineData(0.975, 2, 4.30265272975, 1e-9)]
    [InlineData(0.975, 3, 3.18244630528, 3e-4)]
    [InlineData(0.975, 4, 2.77644510520, 3e-4)]
    [InlineData(0.975, 5, 2.57058183661, 3e-6)]
    [InlineData(0.975, 10, 2.22813885196, 3e-6)]
    [InlineData(0.975, 19, 2.09302405441, 3e-6)]
    [InlineData(0.975, 99, 1.98421695151, 3e-6)]
    [InlineData(0.995, 3, 5.84090930973, 3e-4)]
    [InlineData(0.995, 9, 3.24983554402, 3e-6)]
    [InlineData(0.75, 6, 0.71755819649, 3e-6)]
    [InlineData(0.6, 30, 0.25560536095, 3e-6)]
    [InlineData(0.9995, 30, 3.64595863504, 3e-6)]
    public void Quantile_is_that_of_the_tables(double probability, long degrees, double expected, double relativeError)
    {
        Assert.Equal(expected, StudentDistribution.Quantile(probability, degrees), expected * relativeError);
        Assert.Equal(-StudentDistribution.Quantile(probability, degrees), StudentDistribution.Quantile(1 - probability, degrees), 1e-9 * expected);
    }

    [Fact]
    public void Quantile_tends_to_that_of_the_normal() =>
        Assert.Equal(Elementary.InverseNormalCdf(0.975), StudentDistribution.Quantile(0.975, 10_000_000), 6);

    [Fact]
    public void Median_is_zero() => Assert.Equal(0, StudentDistribution.Quantile(0.5, 7), 1e-9);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(double.NaN, 3)]
    [InlineData(0.5, 0)]
    public void What_has_no_quantile_is_refused(double probability, long degrees) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentDistribution.Quantile(probability, degrees));
}
