using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Numerics.Tests.Statistics;

public sealed class LinearRegressionTests
{
    /// <summary>(1, 1), (2, 3), (3, 2), (4, 5): sums of squares 5, of products 5.5, of residuals 2.7.</summary>
    [Fact]
    public void Line_through_four_points_equals_that_by_hand()
    {
        LinearRegression line = LinearRegression.Fit([1, 2, 3, 4], [1, 3, 2, 5]);

        Assert.Equal(1.1, line.Slope, 14);
        Assert.Equal(0, line.Intercept, 14);
        Assert.Equal(Math.Sqrt(2.7 / 2 / 5), line.SlopeError, 14);
    }

    [Fact]
    public void Slope_error_covers_the_true_slope_as_often_as_it_says()
    {
        var stream = new RandomStream(12, RandomPurpose.Test, 0, 0);
        var x = new double[50];
        var y = new double[50];
        int within = 0;
        for (int trial = 0; trial < 1000; trial++)
        {
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = stream.NextDouble();
                y[i] = 2 + (0.5 * x[i]) + stream.NextNormal();
            }

            LinearRegression line = LinearRegression.Fit(x, y);
            within += Math.Abs(line.Slope - 0.5) < line.SlopeError ? 1 : 0;
        }

        // One standard error of Student's t with 48 degrees of freedom: 67.8 %.
        Assert.InRange(within, 618, 738);
    }

    [Fact]
    public void Two_points_determine_the_line_but_not_its_error()
    {
        LinearRegression line = LinearRegression.Fit([0, 2], [1, 2]);
        Assert.Equal((0.5, 1.0, double.NaN), (line.Slope, line.Intercept, line.SlopeError));
    }

    [Fact]
    public void Points_that_determine_no_line_are_refused()
    {
        Assert.Equal("x", Assert.Throws<ArgumentException>(() => LinearRegression.Fit([1], [1])).ParamName);
        Assert.Equal("y", Assert.Throws<ArgumentException>(() => LinearRegression.Fit([1, 2], [1])).ParamName);
        Assert.Equal("x", Assert.Throws<ArgumentException>(() => LinearRegression.Fit([2, 2], [1, 3])).ParamName);
    }
}
