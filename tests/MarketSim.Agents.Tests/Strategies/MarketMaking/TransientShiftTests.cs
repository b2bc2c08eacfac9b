using MarketSim.Agents.Strategies.MarketMaking;
using MarketSim.Agents.Tests.Harness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Tests.Strategies.MarketMaking;

public sealed class TransientShiftTests
{
    private static readonly TransientKernel SquareRoot = TransientKernel.Of(longestSeconds: 6 * 3_600, exponent: 0.5, shortestSeconds: 20);

    [Fact]
    public void Without_an_exponent_a_shift_comes_back_by_63_percent_in_its_time()
    {
        TransientShift shift = default;
        shift.Add(100, seconds: 0, TransientKernel.Of(600, exponent: 0, shortestSeconds: 20));
        shift.Add(0, seconds: 600, TransientKernel.Of(600, exponent: 0, shortestSeconds: 20));

        Assert.Equal(100 * Math.Exp(-1), shift.Ticks, 9);
    }

    [Fact]
    public void Without_a_time_it_never_comes_back()
    {
        TransientKernel never = TransientKernel.Of(longestSeconds: 0, exponent: 0.5, shortestSeconds: 20);
        TransientShift shift = default;
        shift.Add(100, seconds: 1e6, never);

        Assert.Equal(100, shift.Ticks);
    }

    [Fact]
    public void The_weights_of_a_power_law_sum_to_one() => Assert.Equal(1, LeftAfter(0), 12);

    [Theory]
    [InlineData(60)]
    [InlineData(300)]
    [InlineData(1_200)]
    public void What_is_left_falls_by_the_power_law_between_the_shortest_and_the_longest_time(double seconds)
    {
        double exponent = -Math.Log(LeftAfter(2 * seconds) / LeftAfter(seconds)) / Math.Log(2);

        // A little more near the longest time, where all of it comes back.
        Assert.InRange(exponent, 0.45, 0.7);
    }

    [Fact]
    public void Even_flow_moves_the_price_by_the_square_root_of_its_duration_and_more_than_half_of_that_comes_back_in_as_long()
    {
        double Moved(double flowSeconds, double restSeconds)
        {
            TransientShift shift = default;
            for (double second = 0; second < flowSeconds + restSeconds; second++)
            {
                shift.Add(second < flowSeconds ? 1 : 0, seconds: 1, SquareRoot);
            }

            return shift.Ticks;
        }

        // Impact of orders of a fixed share of the volume, from 4 minutes to 64: exponent one half.
        Assert.InRange(Math.Log(Moved(3_840, 0) / Moved(240, 0)) / Math.Log(16), 0.45, 0.6);

        // sqrt 2 - 1 = 0.41 would be left for ever longer times.
        Assert.InRange(Moved(1_200, 1_200) / Moved(1_200, 0), 0.33, 0.5);
    }

    [Fact]
    public void It_is_saved_and_restored_exactly()
    {
        TransientShift shift = default;
        shift.Add(12.5, 30, SquareRoot);
        var writer = new MessagePackWriter();
        shift.Save(writer);
        var reader = new MessagePackReader(writer.Written);
        TransientShift restored = TransientShift.Restore(ref reader);
        shift.Add(1, 7, SquareRoot);
        restored.Add(1, 7, SquareRoot);

        Assert.Equal(shift.Ticks, restored.Ticks);
    }

    [Fact]
    public void A_provider_gives_a_price_that_flow_has_moved_back_and_saves_how_far_it_has_come()
    {
        (string, string)[] parameters =
            [("levels", "1"), ("halfSpread", "0.03"), ("dispersion", "0"), ("meanInterval", "5s"), ("arrivals", "regular"), ("calmVolatility", "10%"), ("inventorySkew", "0"), ("anchorTime", "5s"), ("valueTime", "6h"), ("returnExponent", "0.5"), ("returnStart", "20s")];
        var probe = new AgentProbe("liquidity_provider", parameters);
        probe.Wake(9_990, 10_010);
        long Bid(AgentProbe of) => of.Agent.Portfolio.OpenOrders.First(order => order.Side == Market.Orders.Side.Buy).Price.Ticks;
        void Wakes(AgentProbe of, int count, long mid)
        {
            for (int wake = 0; wake < count; wake++)
            {
                foreach (MarketSim.Market.Orders.OrderRequest request in of.Wake(mid - 10, mid + 10).Requests)
                {
                    of.Amended(request);
                }
            }
        }

        Wakes(probe, 60, 10_060);
        long moved = Bid(probe);

        // Nobody holds the price: it is where the provider's quotes are.
        for (int wake = 0; wake < 120; wake++)
        {
            Wakes(probe, 1, Bid(probe) + 3);
        }

        Assert.InRange(moved, 10_040, 10_057);
        Assert.InRange(Bid(probe), 9_995, moved - 20);
    }

    // Of a shift of 1.
    private static double LeftAfter(double seconds)
    {
        TransientShift shift = default;
        shift.Add(1, seconds, SquareRoot);
        return shift.Ticks;
    }
}
