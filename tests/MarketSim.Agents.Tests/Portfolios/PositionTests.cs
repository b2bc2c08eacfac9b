using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.Tests.Portfolios;

public sealed class PositionTests
{
    [Fact]
    public void Profit_follows_the_average_cost()
    {
        var position = new Position(cash: 1_000_000, inventory: 0, new Price(100));
        position.Fill(Side.Buy, new Price(100), new Quantity(10), fee: 0);
        position.Fill(Side.Buy, new Price(106), new Quantity(5), fee: 0);
        position.Fill(Side.Sell, new Price(110), new Quantity(6), fee: 0);

        // 15 lots cost 1,530, so 6 of them 612.
        Assert.Equal((9L, 918L, 48L), (position.Inventory, position.CostBasis, position.RealisedProfit));
        Assert.Equal((9 * 110) - 918, position.UnrealisedProfit(new Price(110)));
        Assert.Equal(1_000_000 - 1_000 - 530 + 660, position.Cash);
    }

    [Fact]
    public void A_flip_through_zero_closes_at_the_old_cost_and_opens_at_the_new_price()
    {
        var position = new Position(0, 0, new Price(100));
        position.Fill(Side.Buy, new Price(100), new Quantity(4), 0);
        position.Fill(Side.Sell, new Price(110), new Quantity(10), 0);
        Assert.Equal((-6L, -660L, 40L), (position.Inventory, position.CostBasis, position.RealisedProfit));

        position.Fill(Side.Buy, new Price(105), new Quantity(8), 0);
        Assert.Equal((2L, 210L, 70L), (position.Inventory, position.CostBasis, position.RealisedProfit));
    }

    [Fact]
    public void Fees_are_paid_from_cash_and_profit_and_rebates_come_back()
    {
        var position = new Position(10_000, 0, new Price(100));
        position.Fill(Side.Buy, new Price(100), new Quantity(10), fee: 3);
        position.Fill(Side.Sell, new Price(100), new Quantity(10), fee: -1);

        Assert.Equal((9_998L, 2L, -2L), (position.Cash, position.FeesPaid, position.RealisedProfit));
    }

    [Fact]
    public void The_opening_inventory_is_taken_in_at_the_mark()
    {
        var position = new Position(500, -20, new Price(50));

        Assert.Equal((-1_000L, 0L, -500L), (position.CostBasis, position.UnrealisedProfit(new Price(50)), position.Equity(new Price(50))));
        Assert.Equal(40, position.UnrealisedProfit(new Price(48)));
    }

    [Fact]
    public void Realised_and_unrealised_profit_are_the_change_of_equity_to_the_last_unit()
    {
        var fees = new FeeSchedule(MakerPerHundredMillion: -20_000, TakerPerHundredMillion: 30_001);
        for (int member = 0; member < 20; member++)
        {
            var random = new RandomStream(1, RandomPurpose.Test, 0, member);
            var mark = new Price(10_000);
            var position = new Position(5_000_000, random.NextInt64(2_000) - 1_000, mark);
            long before = position.Equity(mark);
            for (int i = 0; i < 2_000; i++)
            {
                mark = new Price(Math.Max(1, mark.Ticks + random.NextInt64(101) - 50));
                var quantity = new Quantity(1 + random.NextInt64(700));
                long fee = random.NextBoolean() ? fees.MakerFee(mark, quantity) : fees.TakerFee(mark, quantity);
                position.Fill(random.NextBoolean() ? Side.Buy : Side.Sell, mark, quantity, fee);

                Assert.Equal(position.Equity(mark) - before, position.RealisedProfit + position.UnrealisedProfit(mark));
            }
        }
    }
}
