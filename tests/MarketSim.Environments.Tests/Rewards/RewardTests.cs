using MarketSim.Environments.Rewards;

namespace MarketSim.Environments.Tests.Rewards;

public sealed class RewardTests
{
    /// <summary>By hand: A = 0, B = 0.0001, R = 0.02: D = B R / B^(3/2) = 2; then A = 0.002, B = 0.00013.</summary>
    [Fact]
    public void Differential_sharpe_is_that_of_the_equation()
    {
        var sharpe = new DifferentialSharpe(0.1, 0.0001);

        Assert.Equal(2, sharpe.Add(0.02), 1e-12);
        Assert.Equal(0.002, sharpe.Mean, 1e-15);
        Assert.Equal(0.00013, sharpe.MeanSquare, 1e-15);
        double expected = ((0.00013 * (-0.01 - 0.002)) - (0.002 * (0.0001 - 0.00013) / 2)) / Math.Pow(0.00013 - 0.000004, 1.5);
        Assert.Equal(expected, sharpe.Add(-0.01), 1e-12);
    }

    /// <summary>It is the derivative of the Sharpe ratio of the running moments by the adaptation rate, at 0.</summary>
    [Theory]
    [InlineData(0.02)]
    [InlineData(-0.01)]
    public void Differential_sharpe_is_the_change_of_the_sharpe_ratio_per_rate(double periodReturn)
    {
        const double rate = 1e-7;
        var sharpe = new DifferentialSharpe(rate, 0.0001);
        sharpe.Add(0.013);
        double before = sharpe.Mean / Math.Sqrt(sharpe.MeanSquare - (sharpe.Mean * sharpe.Mean));
        double differential = sharpe.Add(periodReturn);
        double after = sharpe.Mean / Math.Sqrt(sharpe.MeanSquare - (sharpe.Mean * sharpe.Mean));

        Assert.Equal((after - before) / rate, differential, 1e-4);
    }

    [Fact]
    public void Annual_figures_grow_with_time_and_its_root()
    {
        Assert.Equal(0.252, Annualisation.TradingDays.Return(0.001), 1e-12);
        Assert.Equal(0.01 * Math.Sqrt(252), Annualisation.TradingDays.Volatility(0.01), 1e-12);
        Assert.Equal(0.1 * Math.Sqrt(252), Annualisation.TradingDays.Sharpe(0.001, 0.01), 1e-12);
        Assert.Equal(0, Annualisation.TradingDays.Sharpe(0, 0));
    }
}
