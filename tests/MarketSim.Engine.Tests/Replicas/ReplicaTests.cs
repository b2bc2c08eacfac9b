using MarketSim.Engine.Definitions;
using MarketSim.Engine.Replicas;
using MarketSim.Engine.Tests.Harness;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Venues;

namespace MarketSim.Engine.Tests.Replicas;

public sealed class ReplicaTests
{
    [Fact]
    public void Replica_gives_the_events_of_the_same_market_on_partitions()
    {
        for (ulong seed = 20; seed < 32; seed++)
        {
            MarketDefinition market = TestMarket.Random(seed);
            var fingerprint = new Fingerprint(market.Session.TickCount);

            new Replica(market).Run(episode: 0, market.Seed, fingerprint);

            Assert.Equal(new PartitionedMarket(market, partitions: 2).Run().Fingerprint, fingerprint.Value);
        }
    }

    [Fact]
    public void Episodes_do_not_depend_on_those_before()
    {
        MarketDefinition market = new TestMarket(seconds: 120).WithCrowd().Build();
        var replica = new Replica(market);
        string first = Run(replica, seed: 1);
        string second = Run(replica, seed: 2);

        Assert.Equal(first, Run(replica, seed: 1));
        Assert.Equal(second, Run(new Replica(market), seed: 2));
        Assert.NotEqual(first, second, StringComparer.Ordinal);
    }

    [Fact]
    public void Observer_sees_every_tick_of_trading_at_which_an_agent_is_awake()
    {
        MarketDefinition market = new TestMarket(seconds: 60)
            .WithScript("agent", 1, 5 * TestMarket.Second, (decision, number) =>
            {
                if (number < 3)
                {
                    decision.WakeAfter(10 * TestMarket.Second);
                }
            })
            .Build();
        var seen = new List<long>();
        var replica = new Replica(market) { TickOpened = opened => seen.Add(opened.Tick) };

        MarketSnapshot close = replica.Run(episode: 0, seed: 1, Fingerprint.None()).Close;

        Assert.Equal([5, 15, 25], seen);
        Assert.Equal(60, close.Tick);
    }

    private static string Run(Replica replica, ulong seed)
    {
        var fingerprint = new Fingerprint(0);
        replica.Run(episode: 0, seed, fingerprint);
        return fingerprint.Value;
    }
}
