using MarketSim.Environments.Signals;
using MarketSim.Learning.Environments.Checking;

namespace MarketSim.Environments.Tests.Signals;

public sealed class MarketEnvironmentTests
{
    private static readonly MarketEnvironmentSettings Settings = new() { Volatility = 0.001, NoiseLevel = 0.95, PositionLimit = 100 };

    /// <summary>Among all policies that trade a share of the way to a multiple of the signal, the closed form is the best.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(100)]
    public void Closed_form_beats_every_variation(double halfLife)
    {
        var policy = new GarleanuPedersenPolicy(Settings with { SignalHalfLifeSteps = halfLife });
        double best = policy.MeanReward(policy.TradingRate, policy.AimPerSignal);

        Assert.True(best > 0);
        foreach (double rateFactor in new[] { 0.5, 0.8, 0.98, 1, 1.02, 1.25, 2 })
        {
            foreach (double aimFactor in new[] { 0.5, 0.8, 0.98, 1, 1.02, 1.25, 2 })
            {
                double other = policy.MeanReward(policy.TradingRate * rateFactor, policy.AimPerSignal * aimFactor);
                Assert.True(rateFactor == 1 && aimFactor == 1 ? other == best : other < best, $"{rateFactor}, {aimFactor}: {other} against {best}");
            }
        }
    }

    [Fact]
    public void Settings_give_the_trading_rate_and_the_markowitz_position_that_they_name()
    {
        var policy = new GarleanuPedersenPolicy(Settings with { BestTradingRate = 0.35, SignalHalfLifeSteps = 1e9 });

        Assert.Equal(0.35, policy.TradingRate, 1e-9);
        Assert.Equal(30, policy.AimPerSignal, 1e-4);
    }

    [Fact]
    public void Best_policy_played_earns_what_is_computed_and_more_than_its_variations()
    {
        double[] means = [.. new[] { 1.0, 0.4, 2.5 }.Select(factor => MeanReward(factor, 1)), MeanReward(1, 0.4), MeanReward(1, 2)];

        Assert.InRange(means[0], 0.9, 1.1);
        Assert.All(means[1..], other => Assert.True(other < means[0], $"{other} against {means[0]}"));
    }

    [Fact]
    public void Share_of_the_variance_that_the_signal_foretells_is_what_the_noise_level_leaves()
    {
        var environment = new MarketEnvironment(Settings);
        float[] observation = new float[2];
        double signals = 0, changes = 0, products = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            environment.Reset(seed, observation);
            bool isLast = false;
            while (!isLast)
            {
                double signal = environment.Signal;
                double before = environment.Price;
                isLast = environment.Step([0], observation).IsLast;
                double change = environment.Price - before;
                signals += signal * signal;
                changes += change * change;
                products += signal * change;
            }
        }

        int count = 200 * 390;
        Assert.Equal(0.1, Math.Sqrt(changes / count), 0.002);
        Assert.Equal(1, signals / count, 0.05);
        Assert.Equal(1 - (0.95 * 0.95), products * products / (signals * changes), 0.01);
    }

    [Fact]
    public void Flat_policy_earns_nothing()
    {
        var environment = new MarketEnvironment(0.001, 0.95);
        float[] observation = new float[2];
        environment.Reset(1, observation);

        Assert.Equal(0, environment.Step([0], observation).Reward);
        Assert.Equal(0, environment.Profit);
    }

    [Fact]
    public void Episode_is_truncated_after_its_length()
    {
        var environment = new MarketEnvironment(0.001, 0.95, episodeSteps: 3);
        float[] observation = new float[2];
        environment.Reset(1, observation);
        environment.Step([0.5f], observation);
        environment.Step([0.5f], observation);

        Assert.True(environment.Step([0.5f], observation) is { Truncated: true, Terminated: false });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Checker_finds_nothing(bool trades) => Assert.Empty(EnvironmentChecker.Check(
        () => new MarketEnvironment(Settings, trades ? PositionActions.Trades([0.1, 0.5]) : PositionActions.Target())));

    [Fact]
    public void Trades_change_the_position_by_their_size_within_the_bounds()
    {
        PositionActions actions = PositionActions.Trades([0.1, 0.5], allowsShort: false);

        Assert.Equal([0, 0.1, 0.2, 0.3, 0.7], Enumerable.Range(0, 5).Select(action => Math.Round(actions.TargetOf([action], 0.2), 12)));
        Assert.Equal(1, actions.TargetOf([4], 0.8));
        Assert.Equal(0, PositionActions.Target(allowsShort: false).TargetOf([-0.5f], 0.3));
        Assert.Throws<ArgumentException>(() => PositionActions.Trades([0.5, 0.1]));
    }

    [Fact]
    public void Noise_level_out_of_range_is_refused() =>
        Assert.Contains("NoiseLevel", Assert.Throws<ArgumentOutOfRangeException>(() => new MarketEnvironment(0.001, 1.5)).Message, StringComparison.Ordinal);

    private static double MeanReward(double rateFactor, double aimFactor)
    {
        var environment = new MarketEnvironment(Settings);
        float[] observation = new float[2];
        double sum = 0;
        for (ulong seed = 0; seed < 150; seed++)
        {
            environment.Reset(seed, observation);
            bool isLast = false;
            while (!isLast)
            {
                double aim = environment.Best.AimPerSignal * aimFactor * environment.Signal;
                double target = environment.Position + (environment.Best.TradingRate * rateFactor * (aim - environment.Position));
                var result = environment.Step([(float)Math.Clamp(target / 100, -1, 1)], observation);
                sum += result.Reward;
                isLast = result.IsLast;
            }
        }

        return sum / (150 * 390);
    }
}
