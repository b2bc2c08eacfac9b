using MarketSim.Agents.Strategies.Value;
using MarketSim.Market.Time;

namespace MarketSim.Agents.Tests.Strategies.Value;

public sealed class FundamentalBeliefTests
{
    private static readonly SimulatedTime TenSeconds = new(10 * SimulatedTime.NanosecondsPerSecond);

    [Fact]
    public void A_random_walk_is_filtered_as_by_hand()
    {
        // Variance grows from 4 to 4 + 10 * 0.6 = 10; the observation has 30, so the gain is 10 / 40.
        var process = new FundamentalProcess(LongRunTicks: 1_000, ReversionPerSecond: 0, ShockVariancePerSecond: 0.6);
        FundamentalBelief belief = new FundamentalBelief(100, 4, default).Observe(process, TenSeconds, observedTicks: 120, observationVariance: 30);

        Assert.Equal(105, belief.MeanTicks, 1e-12);
        Assert.Equal(7.5, belief.Variance, 1e-12);
        Assert.Equal(TenSeconds, belief.Time);
    }

    [Fact]
    public void A_reverting_value_is_filtered_as_by_hand()
    {
        // With kappa = ln 2 / 10 s half of the distance is left after 10 s, and a quarter of the variance; the shocks add s^2 (1 - 1/4) / (2 kappa).
        double kappa = Math.Log(2) / 10;
        var process = new FundamentalProcess(LongRunTicks: 200, kappa, ShockVariancePerSecond: 2 * kappa * 4);
        FundamentalBelief belief = new FundamentalBelief(100, 4, default).Observe(process, TenSeconds, observedTicks: 158, observationVariance: 12);

        // Prior: mean 150, variance 1 + 3 = 4; gain 4 / 16.
        Assert.Equal(152, belief.MeanTicks, 1e-9);
        Assert.Equal(3, belief.Variance, 1e-9);
    }

    [Fact]
    public void A_slow_reversion_loses_no_digits()
    {
        var slow = new FundamentalProcess(1_000, 1e-12, 2);

        Assert.Equal(20, slow.Variance(0, 10), 1e-9);
        Assert.Equal(20 * (1 - 5e-6), new FundamentalProcess(1_000, 5e-7, 2).Variance(0, 10), 1e-9);
    }

    [Fact]
    public void An_exact_observation_is_believed_and_a_worthless_one_ignored()
    {
        var process = new FundamentalProcess(1_000, 0, 1);
        var belief = new FundamentalBelief(100, 4, default);

        Assert.Equal(120, belief.Observe(process, TenSeconds, 120, 0).MeanTicks);
        Assert.Equal(100, belief.Observe(process, TenSeconds, 120, 1e30).MeanTicks, 1e-9);
        Assert.Equal(120, new FundamentalBelief(100, 0, TenSeconds).Observe(process, TenSeconds, 120, 0).MeanTicks);
    }
}
