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

    /// <summary>Closed forms of one, two and three degrees, and the inverse of the quantile.</summary>
    [Theory]
    [InlineData(1.0, 1, 0.25)]
    [InlineData(-1.0, 1, 0.75)]
    [InlineData(1.4142135623730951, 2, 0.14644660940672624)]
    [InlineData(0.0, 7, 0.5)]
    [InlineData(1.7320508075688772, 3, 0.09084505690810466)]
    public void Upper_tail_of_few_degrees_is_that_of_its_closed_form(double value, int degrees, double expected) =>
        Assert.Equal(expected, StudentDistribution.UpperTail(value, degrees), 13);

    [Theory]
    [InlineData(0.05, 19)]
    [InlineData(0.01, 40)]
    [InlineData(0.3, 6)]
    [InlineData(0.025, 999)]
    public void Upper_tail_undoes_the_quantile(double probability, int degrees) =>
        Assert.Equal(probability, StudentDistribution.UpperTail(StudentDistribution.Quantile(1 - probability, degrees), degrees), 5e-6);

    [Fact]
    public void Upper_tail_of_nan_and_of_no_degrees_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentDistribution.UpperTail(double.NaN, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentDistribution.UpperTail(1, 0));
        Assert.Equal(0, StudentDistribution.UpperTail(double.PositiveInfinity, 5));
    }
}
