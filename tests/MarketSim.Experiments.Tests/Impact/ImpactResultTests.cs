using MarketSim.Experiments.Impact;

namespace MarketSim.Experiments.Tests.Impact;

public sealed class ImpactResultTests
{
    private static readonly double[] Times = [0.5, 1];

    [Fact]
    public void Square_root_law_is_found_again_for_all_orders_and_for_each_speed()
    {
        ImpactResult result = ImpactResult.Of([.. Orders(seed: 1, 0.8), .. Orders(seed: 2, 0.8)], Times, dailyVolume: 1_000, dailyVolatility: 0.01);

        Assert.Equal(0.5, result.Fit.Exponent, 6);
        Assert.Equal(0.8, result.Fit.Prefactor, 6);
        Assert.Equal([0.1, 0.25], result.BySpeed.Select(speed => speed.Speed));
        Assert.All(result.BySpeed, speed => Assert.Equal(0.5, speed.Fit.Exponent, 6));
    }

    [Fact]
    public void Decay_is_the_share_that_is_left_with_an_error_over_seeds()
    {
        // What is left is a half and a quarter in one market, and a half and three quarters in the other, of impacts that are equal.
        ImpactResult result = ImpactResult.Of(
            [.. Orders(seed: 1, 1, 0.5, 0.25), .. Orders(seed: 2, 1, 0.5, 0.75)], Times, dailyVolume: 1_000, dailyVolatility: 0.01);

        Assert.Equal((0.5, 0.5, 0.0), (result.Decay[0].Durations, Math.Round(result.Decay[0].Left, 9), Math.Round(result.Decay[0].Error, 9)));
        Assert.Equal(0.5, result.Decay[1].Left, 9);

        // Leaving out one of two seeds gives 0.75 or 0.25: the error of the jackknife is sqrt(1/2 (0.25^2 + 0.25^2)).
        Assert.Equal(0.25, result.Decay[1].Error, 9);
    }

    [Theory]
    [InlineData(0.003, 0.001, true)]
    [InlineData(0.003, 0.0029, false)]
    public void Round_trips_earn_when_their_mean_is_above_nothing_by_two_errors(double one, double other, bool earns)
    {
        ImpactResult result = ImpactResult.Of([.. Orders(1, 1), Trip(one), Trip(other), Trip(2 * other - one)], Times, dailyVolume: 1_000, dailyVolatility: 0.01);

        Assert.Equal(other, result.RoundTrips.Mean, 9);
        Assert.Equal((one - other) / Math.Sqrt(3), result.RoundTrips.Error, 9);
        Assert.Equal(3, result.RoundTrips.Count);
        Assert.Equal(earns, result.NoRoundTripEarns);
    }

    [Fact]
    public void Round_trips_do_not_enter_the_law()
    {
        ImpactResult with = ImpactResult.Of([.. Orders(1, 1), Trip(0.1)], Times, 1_000, 0.01);
        ImpactResult without = ImpactResult.Of([.. Orders(1, 1)], Times, 1_000, 0.01);

        Assert.Equal(without.Fit, with.Fit);
        Assert.Equal((0, true), (without.RoundTrips.Count, double.IsNaN(without.RoundTrips.Mean)));
    }

    [Fact]
    public void Orders_that_traded_nothing_and_speeds_of_one_order_have_no_law()
    {
        ImpactObservation[] orders = [.. Orders(1, 1)];
        ImpactResult result = ImpactResult.Of(
            [.. orders, orders[0] with { Speed = 0.9 }, orders[0] with { Size = 0, Impact = 5 }], Times, dailyVolume: 1_000, dailyVolatility: 0.01);

        Assert.Equal([0.1, 0.25], result.BySpeed.Select(static speed => speed.Speed));
        Assert.Equal(0.5, result.Fit.Exponent, 6);
        Assert.Equal(8, result.Observations.Count);
    }

    [Fact]
    public void Error_of_one_seed_is_not_known()
    {
        ImpactResult result = ImpactResult.Of([.. Orders(1, 1), Trip(0.1)], Times, dailyVolume: 1_000, dailyVolatility: 0.01);

        Assert.Equal(0.6, result.Decay[0].Left, 9);
        Assert.True(double.IsNaN(result.Decay[0].Error) && double.IsNaN(result.RoundTrips.Error));

        // A profit without an error is no evidence of earning.
        Assert.True(result.NoRoundTripEarns);
    }

    private static IEnumerable<ImpactObservation> Orders(ulong seed, double prefactor, double soon = 0.6, double late = 0.4) =>
        from speed in new[] { 0.25, 0.1 }
        from size in new[] { 0.001, 0.004, 0.016 }
        let impact = prefactor * Math.Sqrt(size)
        select new ImpactObservation(seed, speed, 60 + (size * 10_000), size, impact, [soon * impact, late * impact], RoundTripProfit: null);

    private static ImpactObservation Trip(double profit) => new(3, 0.25, 60, 0.004, double.NaN, [], profit);
}
