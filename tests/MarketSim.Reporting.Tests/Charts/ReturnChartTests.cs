using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Tests.Charts;

public class ReturnChartTests
{
    private const double Step = 0.0001;

    [Fact]
    public void Density_of_a_grid_of_returns_is_exact_and_sums_to_one()
    {
        // 10 returns of -1, 20 of 0 and 10 of 1 basis point.
        ReturnChart chart = ReturnChart.Of(Returns(Enumerable.Range(0, 40).Select(index => ((index + 1) % 4 / 2 * (index % 4 == 1 ? -1 : 1)) * Step)), Step)!;
        int centre = chart.Centre.Length / 2;

        Assert.Equal(0, chart.Centre[centre]);
        Assert.Equal(1, chart.Centre[centre + 1], 12);
        Assert.Equal(0.5, chart.Density[centre], 12);
        Assert.Equal(0.25, chart.Density[centre - 1], 12);
        Assert.Equal(0.25, chart.Density[centre + 1], 12);
        Assert.Equal(0, chart.Mean, 12);
        Assert.Equal(Math.Sqrt(20 / 39.0), chart.Deviation, 9);
        Assert.Equal(-1, chart.ExcessKurtosis, 9);
        Assert.Equal(1 / (chart.Deviation * Math.Sqrt(2 * Math.PI)), chart.Normal[centre], 9);
    }

    [Fact]
    public void Returns_beyond_eight_deviations_are_counted_not_drawn()
    {
        IEnumerable<double> values = Enumerable.Range(0, 999).Select(index => index % 2 == 0 ? Step : -Step).Append(100 * Step);

        ReturnChart chart = ReturnChart.Of(Returns(values), Step)!;

        Assert.Equal(1, chart.Outside);
        Assert.True(chart.Centre[^1] < 100);
    }

    [Fact]
    public void Distribution_needs_thirty_returns_that_differ()
    {
        Assert.Null(ReturnChart.Of(Returns(Enumerable.Repeat(0.0, 100)), Step));
        Assert.Null(ReturnChart.Of(Returns(Enumerable.Range(0, 29).Select(index => index * Step)), Step));
        Assert.NotNull(ReturnChart.Of(Returns(Enumerable.Range(0, 30).Select(index => index * Step)), Step));
    }

    [Fact]
    public void Autocorrelation_of_alternating_returns_alternates()
    {
        AutocorrelationChart chart = AutocorrelationChart.Of(Returns(Enumerable.Range(0, 100).Select(index => index % 2 == 0 ? Step : -Step)))!;

        Assert.Equal(25, chart.Returns.Length);
        Assert.Equal(-0.99, chart.Returns[0], 9);
        Assert.Equal(0.98, chart.Returns[1], 9);
        Assert.Equal(0.196, chart.Band, 3);
        Assert.Equal("10 s", chart.IntervalLabel);
    }

    private static IntervalReturns Returns(IEnumerable<double> values)
    {
        var returns = new IntervalReturns(10);
        foreach (double value in values)
        {
            returns.Add(value, 0);
        }

        return returns;
    }
}
