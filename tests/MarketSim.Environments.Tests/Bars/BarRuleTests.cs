using MarketSim.Environments.Bars.Rules;
using MarketSim.Market.Data;

namespace MarketSim.Environments.Tests.Bars;

public sealed class BarRuleTests
{
    [Theory]
    [InlineData(new double[] { 1, 2, 3 }, 0, 1)]
    [InlineData(new double[] { 3, 2, 1 }, 0, -1)]
    [InlineData(new double[] { 3, 2, 1 }, 0.9, -1)]
    [InlineData(new double[] { 1, 2, 3 }, 0.9, 0.9)]
    [InlineData(new double[] { 2, 2, 2 }, 0.9, 0.9)]
    public void Momentum_follows_the_trend_and_keeps_a_position_that_is_right(double[] closes, double present, double expected) =>
        Assert.Equal(expected, new MomentumRule(2, 3).ShareOf(Bars(closes), present, -1));

    /// <summary>Mean 2 and deviation sqrt(2/3) of the last three; the close is 1 away at the ends.</summary>
    [Theory]
    [InlineData(new double[] { 9, 1, 2, 3 }, 0, -1)]
    [InlineData(new double[] { 9, 3, 2, 1 }, 0, 1)]
    [InlineData(new double[] { 9, 3, 2, 1 }, 0.8, 0.8)]
    [InlineData(new double[] { 9, 1, 3, 2 }, 0.8, 0)]
    [InlineData(new double[] { 9, 2.5, 1.9, 1.9 }, 0.8, 0.8)]
    public void Mean_reversion_enters_far_from_the_mean_and_leaves_at_it(double[] closes, double present, double expected) =>
        Assert.Equal(expected, new MeanReversionRule(3, 1).ShareOf(Bars(closes), present, -1));

    [Fact]
    public void Where_short_positions_are_forbidden_rules_are_flat_instead()
    {
        Assert.Equal(0, new MomentumRule(2, 3).ShareOf(Bars([3, 2, 1]), 1, 0));
        Assert.Equal(0, new MeanReversionRule(3, 1).ShareOf(Bars([1, 2, 3]), 1, 0));
    }

    [Fact]
    public void Buy_and_hold_buys_once()
    {
        var rule = new BuyAndHoldRule();

        Assert.Equal(1, rule.ShareOf(Bars([1]), 0, -1));
        Assert.Equal(0.97, rule.ShareOf(Bars([1]), 0.97, -1));
    }

    private static Bar[] Bars(double[] closes) => [.. closes.Select((close, number) => new Bar(new DateTime(2001, 1, 1).AddDays(number), close, close, close, close, 1))];
}
