using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Venues;

public sealed class FeeScheduleTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 99_999_999, 1)]
    [InlineData(1, 100_000_000, 1)]
    [InlineData(1, 100_000_001, 2)]
    [InlineData(30_000, 10_000, 3)]
    [InlineData(30_000, 10_001, 4)]
    public void Fraction_of_a_fee_is_rounded_up(long rate, long notional, long expected)
    {
        FeeSchedule schedule = new(MakerPerHundredMillion: 0, TakerPerHundredMillion: rate);

        Assert.Equal(expected, schedule.TakerFee(new Price(notional), new Quantity(1)));
        Assert.Equal(0, schedule.MakerFee(new Price(notional), new Quantity(1)));
    }

    [Theory]
    [InlineData(-1, 99_999_999, 0)]
    [InlineData(-1, 100_000_000, -1)]
    [InlineData(-1, 199_999_999, -1)]
    [InlineData(-10_000, 30_000, -3)]
    [InlineData(-10_000, 39_999, -3)]
    public void Fraction_of_a_rebate_stays_with_the_venue(long rate, long notional, long expected)
    {
        FeeSchedule schedule = new(MakerPerHundredMillion: rate, TakerPerHundredMillion: 0);

        Assert.Equal(expected, schedule.MakerFee(new Price(1), new Quantity(notional)));
        Assert.Equal(0, schedule.TakerFee(new Price(1), new Quantity(notional)));
    }

    [Fact]
    public void Fee_on_the_largest_order_is_exact()
    {
        FeeSchedule schedule = new(-7 * FeeSchedule.PerBasisPoint, 7 * FeeSchedule.PerBasisPoint);

        // 4 × 10^18 × 0.0007; the product of notional and rate needs more than 64 bits.
        Assert.Equal(2_800_000_000_000_000, schedule.TakerFee(new Price(1_000_000_000), new Quantity(4_000_000_000)));
        Assert.Equal(-2_800_000_000_000_000, schedule.MakerFee(new Price(1_000_000_000), new Quantity(4_000_000_000)));
    }

    [Fact]
    public void Free_venue_takes_nothing() =>
        Assert.Equal((0L, 0L), (FeeSchedule.Free.TakerFee(new Price(999), new Quantity(999)), FeeSchedule.Free.MakerFee(new Price(999), new Quantity(999))));
}
