using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Tests.Accounts;

public sealed class PositionTests
{
    [Fact]
    public void Partial_close_takes_its_share_of_the_average_cost()
    {
        Position position = new(5_000, 0, new Price(100));

        Buy(ref position, 10, 100);
        Buy(ref position, 10, 110);
        Sell(ref position, 5, 120);

        // 20 lots cost 2,100, so 5 of them cost 525 and bring 600.
        Assert.Equal((3_500L, 15L, 1_575L, 75L), (position.Cash, position.Inventory, position.CostBasis, position.RealisedProfit));
        Assert.Equal(15 * 130 - 1_575, position.UnrealisedProfit(new Price(130)));
    }

    [Fact]
    public void Sale_beyond_the_inventory_closes_all_of_it_and_opens_a_short_at_the_price_of_the_sale()
    {
        Position position = new(0, 0, new Price(1));

        Buy(ref position, 10, 100);
        Sell(ref position, 15, 110);

        Assert.Equal((650L, -5L, -550L, 100L), (position.Cash, position.Inventory, position.CostBasis, position.RealisedProfit));
    }

    [Fact]
    public void Purchase_beyond_a_short_closes_all_of_it_and_opens_a_long_at_the_price_of_the_purchase()
    {
        Position position = new(0, -5, new Price(110));

        Buy(ref position, 8, 108);

        Assert.Equal((-864L, 3L, 324L, 10L), (position.Cash, position.Inventory, position.CostBasis, position.RealisedProfit));
    }

    [Fact]
    public void Remainder_of_an_average_that_does_not_divide_stays_with_the_position_until_it_is_closed()
    {
        Position position = new(0, 0, new Price(1));
        List<(long Cost, long Realised)> seen = [];

        Sell(ref position, 1, 100);
        Sell(ref position, 2, 101);
        for (int lot = 0; lot < 3; lot++)
        {
            Buy(ref position, 1, 100);
            seen.Add((position.CostBasis, position.RealisedProfit));
        }

        // 302 were received for 3 lots: 100 (of 100.67) go with the first, 101 with the second, 101 with the last.
        Assert.Equal([(-202, 0), (-101, 1), (0, 2)], seen);
    }

    [Fact]
    public void Fees_lower_cash_and_realised_profit_and_rebates_raise_them()
    {
        Position position = new(2_000, 0, new Price(100));

        position.Fill(Side.Buy, new Price(100), new Quantity(10), fee: 7);
        position.Fill(Side.Sell, new Price(101), new Quantity(4), fee: -3);

        Assert.Equal((2_000L - 1_007 + 407, 4L, 4L - 7 + 3), (position.Cash, position.FeesPaid, position.RealisedProfit));
        Assert.Equal(600, position.CostBasis);
    }

    [Fact]
    public void Opening_inventory_is_taken_in_at_the_mark_and_has_no_profit_there()
    {
        Position position = new(1_000, -7, new Price(50));

        Assert.Equal((-350L, 650L, 0L, 14L), (position.CostBasis, position.Equity(new Price(50)), position.UnrealisedProfit(new Price(50)), position.UnrealisedProfit(new Price(48))));
    }

    [Fact]
    public void Average_cost_of_the_largest_orders_is_exact()
    {
        Position position = new(0, 0, new Price(1));

        Buy(ref position, 3_000_000_000, 1_000_000_000);
        Sell(ref position, 1_000_000_000, 1_000_000_001);

        Assert.Equal((2_000_000_000_000_000_000, 1_000_000_000L), (position.CostBasis, position.RealisedProfit));
    }

    [Fact]
    public void Cash_beyond_64_bits_is_an_error_and_not_another_amount()
    {
        Assert.Throws<OverflowException>(() =>
        {
            Position position = new(long.MinValue + 10, 0, new Price(1));
            Buy(ref position, 1, 11);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Realised_and_unrealised_profit_equal_the_change_of_equity_after_every_fill(ulong seed)
    {
        RandomStream random = new(seed, RandomPurpose.Test, 0, 0);
        Price opening = new(1_000);
        Position position = new(123_456, random.NextInt64(41) - 20, opening);
        long openingEquity = position.Equity(opening);
        (int flips, int partialCloses) = (0, 0);

        for (int fill = 0; fill < 20_000; fill++)
        {
            long before = position.Inventory;

            // Leaning towards flat, so that the position often passes through zero.
            Side side = random.NextBoolean(before > 0 ? 0.3 : 0.7) ? Side.Buy : Side.Sell;
            position.Fill(side, new Price(980 + random.NextInt64(41)), new Quantity(1 + random.NextInt64(30)), random.NextInt64(9) - 3);
            Price mark = new(1 + random.NextInt64(2_000));

            Assert.Equal(position.Equity(mark) - openingEquity, position.RealisedProfit + position.UnrealisedProfit(mark));
            Assert.True(position.Inventory != 0 || position.CostBasis == 0, $"fill {fill} left cost {position.CostBasis} without inventory");
            flips += before * position.Inventory < 0 ? 1 : 0;
            partialCloses += before * position.Inventory > 0 && Math.Abs(position.Inventory) < Math.Abs(before) ? 1 : 0;
        }

        Assert.True(flips > 100 && partialCloses > 1_000, $"{flips} flips and {partialCloses} partial closes show too little");
    }

    [Fact]
    public void Saved_position_has_the_documented_fields_and_comes_back_equal()
    {
        Position position = new(100, 0, new Price(1));
        position.Fill(Side.Buy, new Price(4), new Quantity(10), fee: 3);
        position.Fill(Side.Sell, new Price(5), new Quantity(2), fee: 0);
        MessagePackWriter writer = new();

        position.Save(writer);
        MessagePackReader reader = new(writer.Written);
        Position restored = default;
        restored.Restore(ref reader);

        // Cash 67, inventory 8, cost 32, realised -1 (0xFF), fees 3.
        Assert.Equal([0x95, 67, 8, 32, 0xFF, 3], writer.Written.ToArray());
        Assert.Equal(position, restored);
    }

    private static void Buy(ref Position position, long lots, long ticks) => position.Fill(Side.Buy, new Price(ticks), new Quantity(lots), fee: 0);

    private static void Sell(ref Position position, long lots, long ticks) => position.Fill(Side.Sell, new Price(ticks), new Quantity(lots), fee: 0);
}
