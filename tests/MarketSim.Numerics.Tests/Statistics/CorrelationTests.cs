using MarketSim.Numerics.Statistics;

namespace MarketSim.Numerics.Tests.Statistics;

public sealed class CorrelationTests
{
    /// <summary>Deviations -1, 0, 1 and -1, 1, 0 from the means: product 1, squares 2 and 2.</summary>
    [Theory]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 4, 6, 5 }, 0.5)]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 30, 20, 10 }, -1)]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 4, 4, 4 }, double.NaN)]
    [InlineData(new double[] { 4, 4, 4 }, new double[] { 1, 2, 3 }, double.NaN)]
    [InlineData(new double[] { 1 }, new double[] { 2 }, double.NaN)]
    public void Correlation_is_that_of_the_deviations_from_the_means(double[] x, double[] y, double expected) =>
        Assert.Equal(expected, Correlation.Of(x, y), 1e-15);
}
