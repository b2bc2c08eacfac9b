using MarketSim.Numerics.Statistics;

namespace MarketSim.Numerics.Tests.Statistics;

public sealed class WealthPathTests
{
    /// <summary>Mean 1, deviation 2: 0.5 a period, 5 over a hundred.</summary>
    [Fact]
    public void Sharpe_ratio_is_mean_over_deviation_and_grows_with_the_root_of_time()
    {
        Assert.Equal(0.5, WealthPath.SharpeRatio([-1, 1, 3]), 12);
        Assert.Equal(5, WealthPath.SharpeRatio([-1, 1, 3], 100), 12);
    }

    [Fact]
    public void Changes_without_deviation_have_no_ratio()
    {
        Assert.True(double.IsNaN(WealthPath.SharpeRatio([0.1, 0.1, 0.1])));
        Assert.True(double.IsNaN(WealthPath.SharpeRatio([0, 0])));
        Assert.True(double.IsNaN(WealthPath.SharpeRatio([1])));
    }
}
