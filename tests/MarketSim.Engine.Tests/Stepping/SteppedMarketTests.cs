using MarketSim.Engine.Definitions;
using MarketSim.Engine.Stepping;
using MarketSim.Engine.Tests.Harness;
using MarketSim.Market.Accounts;
using MarketSim.Market.Fingerprints;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Tests.Stepping;

public sealed class SteppedMarketTests
{
    [Fact]
    public void Stepped_market_gives_the_events_of_the_same_market_on_partitions()
    {
        for (ulong seed = 40; seed < 52; seed++)
        {
            MarketDefinition market = TestMarket.Random(seed);
            var fingerprint = new Fingerprint(market.Session.TickCount);
            var stepped = new SteppedMarket(market, fingerprint);

            Run(stepped);
            stepped.EndSession();

            PartitionedMarket expected = new PartitionedMarket(market, partitions: 7).Run();
            Assert.Equal(expected.Fingerprint, fingerprint.Value);
            Assert.Equal(expected.Agents.Select(agent => agent.Portfolio.Position), stepped.Agents.Select(agent => agent.Portfolio.Position));
        }
    }

    [Fact]
    public void Portfolios_are_those_of_the_ledger_whenever_a_tick_is_open()
    {
        var market = new SteppedMarket(new TestMarket(seconds: 120).WithCrowd().Build());
        int looks = 0;
        while (!market.IsOver)
        {
            market.OpenTick();
            if (market.Snapshot is not null)
            {
                looks++;
                Position[] portfolios = [.. market.Agents.Select(agent => agent.Portfolio.Position)];
                Assert.Equal([.. market.Agents.Select(agent => market.Venue.Ledger[agent.Account])], portfolios);
            }

            market.RunTick();
        }

        Assert.True(looks > 50, $"only {looks} ticks were looked at");
        Assert.True(market.Venue.Counters.Trades > 20, $"only {market.Venue.Counters.Trades} trades");
    }

    [Fact]
    public void Market_saved_while_a_tick_is_open_continues_exactly()
    {
        MarketDefinition definition = new TestMarket(seconds: 200).WithCrowd().WithFailing(count: 3, every: 5).Build();
        var expected = new Fingerprint(0);
        Run(new SteppedMarket(definition, expected));

        var restored = new Fingerprint(0);
        var market = new SteppedMarket(definition, restored);
        for (int tick = 0; !market.IsOver; tick++)
        {
            market.OpenTick();
            if (tick % 10 == 3)
            {
                var writer = new MessagePackWriter();
                market.Save(writer);
                restored = new Fingerprint(0);
                market = new SteppedMarket(definition, restored);
                var reader = new MessagePackReader(writer.Written);
                market.Restore(ref reader);
            }

            market.RunTick();
        }

        Assert.Equal(expected.Value, restored.Value);
    }

    [Fact]
    public void Market_with_a_training_is_refused() => Assert.Throws<ArgumentException>(() => new SteppedMarket(
        new TestMarket().WithCrowd().Build(training: new TrainingDefinition(Episodes: 1, Replicas: 1, CompetitiveRewards: false, MarketImpact: true))));

    private static void Run(SteppedMarket market)
    {
        while (!market.IsOver)
        {
            market.OpenTick();
            market.RunTick();
        }
    }
}
