using MarketSim.Numerics.Statistics;

namespace MarketSim.Numerics.Tests.Statistics;

public sealed class QuantileTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 2.5)]
    [InlineData(0.5, 3.5)]
    [InlineData(0.9, 8.2)]
    [InlineData(1, 10)]
    public void Quantiles_interpolate_between_neighbours(double probability, double expected) =>
        Assert.Equal(expected, Quantile.Of([10, 4, 1, 3], probability), 12);

    [Fact]
    public void Median_of_an_odd_number_is_the_middle_value_and_leaves_the_order_alone()
    {
        double[] values = [5, -2, 100];
        Assert.Equal(5, Quantile.Median(values));
        Assert.Equal([5, -2, 100], values);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Equal("sorted", Assert.Throws<ArgumentException>(() => Quantile.Median([])).ParamName);
        Assert.Equal("probability", Assert.Throws<ArgumentOutOfRangeException>(() => Quantile.Of([1], 1.1)).ParamName);
    }
}
