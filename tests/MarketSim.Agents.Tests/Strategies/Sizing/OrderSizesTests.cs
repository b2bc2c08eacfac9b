using MarketSim.Agents.Strategies.Sizing;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.Tests.Strategies.Sizing;

public sealed class OrderSizesTests
{
    private const int Draws = 40_000;

    [Theory]
    [InlineData(0, 50, 50.0, 1.0)]
    [InlineData(1, 50, 50.0, 1.3)]
    [InlineData(2, 50, 50.0, 0.0)]
    [InlineData(3, 100, 105.94, 1.5)]
    [InlineData(3, 1_000, 1_059.4, 15)]
    public void Sizes_have_the_mean_of_their_law(int law, double meanSize, double expected, double tolerance) =>
        Assert.Equal(expected, Draw((OrderSizeDistribution)law, meanSize).Average(), tolerance);

    [Fact]
    public void Round_lots_come_in_the_shares_of_the_mixture()
    {
        long[] sizes = Draw(OrderSizeDistribution.RoundLots, 100);

        Assert.Equal(0.70, sizes.Count(size => size == 100) / (double)Draws, 0.01);
        Assert.Equal(0.06, sizes.Count(size => size == 200) / (double)Draws, 0.005);
        Assert.Equal(0.0329, sizes.Count(size => size == 400) / (double)Draws, 0.004);
        long[] oddLots = [.. sizes.Where(size => size % 100 != 0).Order()];
        Assert.Equal(0.2, oddLots.Length / (double)Draws, 0.01);
        Assert.InRange(oddLots[oddLots.Length / 2], 17, 20); // e^2.9 = 18.2
    }

    [Fact]
    public void A_size_is_at_least_one_lot() => Assert.Equal(1, Draw(OrderSizeDistribution.Exponential, 0.01).Max());

    private static long[] Draw(OrderSizeDistribution law, double mean)
    {
        var sizes = new OrderSizes(law, mean, logDeviation: 1);
        var random = new RandomStream(3, RandomPurpose.Test, 0, 0);
        long[] drawn = new long[Draws];
        for (int i = 0; i < drawn.Length; i++)
        {
            drawn[i] = sizes.Draw(ref random).Lots;
        }

        return drawn;
    }
}
