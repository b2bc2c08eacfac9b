using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using Xunit.Abstractions;

namespace MarketSim.Agents.Tests.Markets;

/// <summary>Small populations in a real venue. Conservation is checked after every trade.</summary>
public sealed class PopulationTests(ITestOutputHelper output)
{
    private const long Minute = 60 * TestMarket.Second;

    private static readonly (string, string)[] FrequentNoise = [("meanInterval", "20s"), ("meanSize", "20")];

    [Fact]
    public void Value_agents_pull_the_price_to_the_fundamental_value()
    {
        double with = MedianDistance(("noise", 50, FrequentNoise), ("value", 20, [("meanInterval", "30s")]));
        double without = MedianDistance(("noise", 50, FrequentNoise));

        output.WriteLine($"median |mid / value - 1|: {with:P3} with value agents, {without:P3} without");
        Assert.InRange(with, 0, 0.002);
        Assert.True(without > 5 * with, $"{without} without value agents, {with} with them");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_market_maker_earns_against_noise_and_keeps_its_inventory_bounded(ulong seed)
    {
        var market = new MiniMarket(
            seed,
            TestMarket.Second,
            _ => TestMarket.InitialTicks,
            ("noise", 60, [.. FrequentNoise, ("marketShare", "50%"), ("meanDistance", "0.20")]),
            ("value", 10, []),
            ("market_maker", 1, [("maximumPosition", "500"), ("fillDecay", "10")]));
        TradingAgent maker = market.AgentsOf(2).Single();
        long largest = 0;
        market.Observed = _ => largest = Math.Max(largest, Math.Abs(maker.Portfolio.Inventory));
        market.Run(120 * Minute);

        long profit = maker.Portfolio.Position.Equity(market.Venue.LastPrice) - 1_000_000_000;
        output.WriteLine($"profit {profit} tick·lots on {maker.Portfolio.TradedLots} lots, largest inventory {largest}");
        Assert.InRange(largest, 100, 600); // The limit, and one quote that can be filled while its amendment is under way.
        Assert.True(maker.Portfolio.TradedLots > 5_000);
        Assert.True(profit > maker.Portfolio.TradedLots, $"profit {profit} on {maker.Portfolio.TradedLots} lots");
    }

    [Fact]
    public void A_ladder_keeps_a_market_of_takers_going()
    {
        var market = new MiniMarket(
            seed: 2,
            TestMarket.Second,
            _ => TestMarket.InitialTicks,
            ("noise", 20, [("marketShare", "100%"), ("meanInterval", "30s")]),
            ("adaptive_market_maker", 1, [("meanInterval", "10s"), ("windowWidth", "0.06")]));
        market.Run(60 * Minute);

        Assert.InRange(market.Venue.Counters.Trades, 1_500, 10_000);
        Assert.InRange(market.Venue.LastPrice.Ticks, 9_000, 11_000);
    }

    [Fact]
    public void Executions_complete_in_a_live_market_and_fill_exactly_their_quantity()
    {
        var market = new MiniMarket(
            seed: 3,
            TestMarket.Second,
            _ => TestMarket.InitialTicks,
            ("noise", 60, FrequentNoise),
            ("value", 20, [("meanInterval", "30s")]),
            ("twap", 1, [("quantity", "2000"), ("start", "10min"), ("child", "passive")]),
            ("twap", 1, [("quantity", "2000"), ("start", "10min"), ("side", "sell")]),
            ("pov", 1, [("quantity", "1500"), ("start", "10min"), ("share", "20%")]));
        market.Run(100 * Minute);

        Assert.Equal(2_000, market.AgentsOf(2).Single().Portfolio.Inventory);
        Assert.Equal(-2_000, market.AgentsOf(3).Single().Portfolio.Inventory);
        Assert.Equal(1_500, market.AgentsOf(4).Single().Portfolio.Inventory);
    }

    [Fact]
    public void All_strategies_together_trade_without_losing_a_unit()
    {
        MiniMarket first = Everybody(seed: 8);
        MiniMarket again = Everybody(seed: 8);
        MiniMarket other = Everybody(seed: 9);

        Assert.True(first.Venue.Counters.Trades > 1_000);
        Assert.All(first.Groupings, group => Assert.True(first.AgentsOf(group.Index).Sum(agent => agent.Portfolio.Fills) > 0, group.Name));
        Assert.Equal(first.Venue.Fingerprint.Value, again.Venue.Fingerprint.Value);
        Assert.Equal(first.Trades, again.Trades);
        Assert.NotEqual(first.Trades, other.Trades);
    }

    private static MiniMarket Everybody(ulong seed)
    {
        var market = new MiniMarket(
            seed,
            TestMarket.Second / 10,
            time => TestMarket.InitialTicks + (100 * Math.Sin(time.Seconds / 600)),
            ("noise", 40, FrequentNoise),
            ("value", 10, [("meanInterval", "30s"), ("belief", "bayesian"), ("privateValueDeviation", "0.2")]),
            ("momentum", 5, [("meanInterval", "10s")]),
            ("mean_reversion", 5, [("meanInterval", "5s")]),
            ("market_maker", 2, []),
            ("adaptive_market_maker", 2, []),
            ("twap", 1, [("duration", "30min"), ("quantity", "1000")]),
            ("pov", 1, [("duration", "30min"), ("quantity", "1000")]),
            ("order_splitter", 5, []));
        market.Run(40 * Minute);
        return market;
    }

    private static double MedianDistance(params (string Strategy, int Count, (string Name, string Value)[] Parameters)[] population)
    {
        // Up by 2 % over the first hour, then a fall by 4 % at once.
        static double Value(SimulatedTime time)
        {
            double hours = (time - TestMarket.Session.Open) / (60.0 * Minute);
            return TestMarket.InitialTicks * (hours < 1 ? 1 + (0.02 * hours) : 0.98);
        }

        var market = new MiniMarket(seed: 1, TestMarket.Second, Value, population);
        var distances = new List<double>();
        market.Observed = snapshot => distances.Add(Math.Abs((snapshot.MidTicks / snapshot.FundamentalValueTicks) - 1));
        market.Run(120 * Minute);
        distances.Sort();
        return distances[distances.Count / 2];
    }
}
