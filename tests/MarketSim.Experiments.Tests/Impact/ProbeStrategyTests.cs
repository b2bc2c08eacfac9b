using MarketSim.Agents;
using MarketSim.Agents.Population;
using MarketSim.Engine.Stepping;
using MarketSim.Experiments.Impact;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Experiments.Tests.Impact;

/// <summary>A parent order in a market of twenty minutes, whose makers always have enough for a small one.</summary>
public sealed class ProbeStrategyTests
{
    private const double Start = 300;
    private const double Duration = 120;

    // Nearly as much as all others trade meanwhile.
    private const double LargeQuantity = 9_600;

    private const string Makers = """
        name: makers
        type: market_maker
        count: 10
        cash: 100000000
        latency: { median: 100ms }
        parameters: { meanInterval: 5s, quoteSize: 100, volatility: 1, riskAversion: 0.02, fillDecay: 30, maximumPosition: 10000 }
        """;

    private static readonly Scenario Market = ScenarioReader.Read(
        new TestMarketYaml("probed", 1_200).WithoutFees().WithNoise(40, "10s").WithValue(10).With(Makers).Text(), "probed.yaml");

    [Theory]
    [InlineData(Side.Buy)]
    [InlineData(Side.Sell)]
    public void Purchase_raises_the_price_and_sale_lowers_it_and_nothing_happens_before(Side side)
    {
        IReadOnlyList<double> without = Mids(new ImpactPlan(side, 0, Start, 0));
        IReadOnlyList<double> with = Mids(new ImpactPlan(side, LargeQuantity, Start, Duration));

        Assert.Equal(without.Take((int)Start), with.Take((int)Start));

        // On the mean of the second half: each way of the two prices is also an accident.
        double change = with.Zip(without, static (one, other) => one - other).Skip((int)(Start + (Duration / 2))).Take((int)(Duration / 2)).Average();
        Assert.True(side == Side.Buy ? change > 2 : change < -2, $"The change is {change} ticks.");
    }

    [Fact]
    public void Order_is_sent_evenly_and_whole()
    {
        var market = new ProbedMarket(Market, new ImpactPlan(Side.Buy, 240, Start, Duration));
        var sent = new List<long>();
        foreach (double part in new[] { 0, 0.25, 0.5, 0.75, 1, 2 })
        {
            market.RunTo(Start + (part * Duration) + 1);
            sent.Add(market.ProbeLots);
        }

        // A child of ten lots every five seconds, the first one at the start; none after the end.
        Assert.Equal("10, 70, 130, 190, 240, 240", string.Join(", ", sent));
    }

    [Fact]
    public void Round_trip_ends_flat_with_a_wealth_that_is_cash()
    {
        var market = new ProbedMarket(Market, new ImpactPlan(Side.Sell, 240, Start, Duration, RoundTrip: true));
        market.RunTo(Start + Duration + 1);
        Assert.Equal(240, market.ProbeLots);

        market.RunTo(Start + (2 * Duration) + 10);
        double wealth = market.ProbeWealth;
        market.RunTo(Start + (4 * Duration));

        // Flat: where the price goes afterwards changes nothing of its wealth.
        Assert.Equal(480, market.ProbeLots);
        Assert.Equal(wealth, market.ProbeWealth);
        Assert.NotEqual(market.Mids[(int)(Start + (2 * Duration) + 10)], market.Mids[^1]);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(180)]
    public void Restored_order_is_continued_as_the_saved_one(double secondsAfterStart)
    {
        var plan = new ImpactPlan(Side.Buy, 250, Start, Duration, RoundTrip: true);
        SteppedMarket saved = NewMarket(plan);
        saved.OpenTick();
        Run(saved, Start + secondsAfterStart);
        var writer = new MessagePackWriter();
        saved.Save(writer);
        SteppedMarket restored = NewMarket(plan);
        var reader = new MessagePackReader(writer.WrittenMemory.Span);
        restored.Restore(ref reader);

        Run(saved, Start + (2 * Duration) + 20);
        Run(restored, Start + (2 * Duration) + 20);

        Assert.Equal((500, 0), (restored.Agents[^1].Portfolio.TradedLots, restored.Agents[^1].Portfolio.Inventory));
        Assert.Equal(saved.Agents[^1].Portfolio.Cash, restored.Agents[^1].Portfolio.Cash);
        Assert.Equal(saved.Venue.Counters, restored.Venue.Counters);
    }

    private static IReadOnlyList<double> Mids(ImpactPlan plan)
    {
        var market = new ProbedMarket(Market, plan);
        market.RunTo(Start + (2 * Duration));
        return market.Mids;
    }

    private static SteppedMarket NewMarket(ImpactPlan plan)
    {
        var probe = new ScenarioAgents("probe", new RuleBasedAgent(ProbeStrategy.Definition(plan)), Count: 1, new LatencyModel(1_000_000, 0, 0), Cash: 0, Inventory: 0)
        {
            Actors = AgentActors.Pooled,
        };
        return new SteppedMarket((Market with { Agents = [.. Market.Agents, probe] }).ToMarket());
    }

    // A market whose tick is open, up to the opening of that of a second after the open.
    private static void Run(SteppedMarket market, double second)
    {
        long end = Market.Market.Session.Open.Nanoseconds + (long)(second * 1e9);
        while (market.Snapshot is not { } snapshot || snapshot.Time.Nanoseconds < end)
        {
            market.RunTick();
            market.OpenTick();
        }
    }
}
