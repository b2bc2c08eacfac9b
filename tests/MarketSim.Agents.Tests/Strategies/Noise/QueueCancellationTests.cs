using MarketSim.Agents.Strategies.Noise;
using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.Tests.Strategies.Noise;

public sealed class QueueCancellationTests
{
    private static readonly QueueCancellation Law = new(Front: 0.2, SettlingSeconds: 60, Settled: 0.5);

    [Theory]
    [InlineData(0, 0, 0.2)]
    [InlineData(1, 0, 1)]
    [InlineData(0.5, 0, 0.6)]
    [InlineData(1, 1e9, 0.5)]
    [InlineData(0, 1e9, 0.1)]
    [InlineData(1, 60, 0.5 + (0.5 * 0.36787944117144233))]
    public void Chance_falls_to_the_front_of_the_queue_and_with_age(double ahead, double age, double expected) =>
        Assert.Equal(expected, Law.Factor(ahead, age), 9);

    [Fact]
    public void Orders_at_the_front_are_cancelled_less_often_than_those_behind()
    {
        // With a million lots at the price there is all of it ahead; with none there is nothing.
        Assert.Equal(0.2 * 0.5, Cancelled(levelLots: 0), 0.03);
        Assert.Equal(0.5, Cancelled(levelLots: 1_000_000), 0.04);
    }

    [Fact]
    public void What_is_ahead_never_grows()
    {
        // The order was sent to an empty price: what comes there later stands behind it.
        Assert.Equal(0.2 * 0.5, Cancelled(levelLots: 0, laterLots: 1_000_000), 0.03);
    }

    private static double Cancelled(long levelLots, long? laterLots = null)
    {
        int cancelled = 0;
        const int Agents = 2_000;
        for (int member = 0; member < Agents; member++)
        {
            var probe = new AgentProbe(
                "noise",
                [("cancellations", "queue"), ("cancelShare", "50%"), ("frontCancel", "20%"), ("settledCancel", "100%"), ("marketShare", "0"), ("meanDistance", "0"), ("meanInterval", "1s"), ("reference", "mid")],
                member: member);
            // A spread of two ticks, so that limit orders at the mid-price stand at a separate price, or at the level given.
            OrderRequest first = probe.WakeNext(tick => Snapshot(tick, levelLots)).Submits.Single();
            probe.WakeNext(tick => Snapshot(tick, laterLots ?? levelLots));
            cancelled += probe.Requests.Count(request => request.Kind == RequestKind.Cancel && request.Order.Id == first.Order.Id);
        }

        return cancelled / (double)Agents;
    }

    private static Market.Venues.MarketSnapshot Snapshot(long tick, long levelLots) => levelLots > 0
        ? TestMarket.Snapshot(tick, bid: TestMarket.InitialTicks, ask: TestMarket.InitialTicks, levelLots: levelLots)
        : TestMarket.Snapshot(tick);
}
