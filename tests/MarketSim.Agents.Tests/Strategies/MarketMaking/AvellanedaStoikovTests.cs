using MarketSim.Agents.Strategies.MarketMaking;

namespace MarketSim.Agents.Tests.Strategies.MarketMaking;

public sealed class AvellanedaStoikovTests
{
    // The parameters of the paper's simulations: sigma 2, T 1, gamma 0.1 (0.01 and 0.5 beside it), kappa 1.5.
    [Theory]
    [InlineData(0.1, 1.0, 1.690770)]
    [InlineData(0.1, 0.5, 1.490770)]
    [InlineData(0.1, 0.0, 1.290770)]
    [InlineData(0.01, 1.0, 1.368910)]
    [InlineData(0.5, 1.0, 3.150728)]
    public void The_spread_is_the_paper_s(double gamma, double timeLeft, double expected) =>
        Assert.Equal(expected, new AvellanedaStoikov(gamma, 2, 1.5).Spread(timeLeft), 5e-6);

    [Theory]
    [InlineData(0, 1.0, 100)]
    [InlineData(3, 1.0, 98.8)]
    [InlineData(-3, 1.0, 101.2)]
    [InlineData(3, 0.25, 99.7)]
    [InlineData(3, 0.0, 100)]
    public void The_reservation_price_leans_against_the_inventory(double inventory, double timeLeft, double expected) =>
        Assert.Equal(expected, new AvellanedaStoikov(0.1, 2, 1.5).ReservationPrice(100, inventory, timeLeft), 1e-12);
}
