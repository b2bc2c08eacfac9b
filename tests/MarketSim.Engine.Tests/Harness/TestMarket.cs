using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Engine.Definitions;
using MarketSim.Market.Accounts;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Engine.Tests.Harness;

/// <summary>Small markets, built in code.</summary>
internal sealed class TestMarket
{
    public const long Second = SimulatedTime.NanosecondsPerSecond;

    private static readonly Instrument Shares = new("SIM", 0.01m, 1);
    private static readonly Price InitialPrice = new(10_000);
    private readonly List<AgentGroup> _groups = [];
    private readonly TradingSession _session;

    public TestMarket(int seconds = 600, long tickNanoseconds = Second)
    {
        var open = new SimulatedTime(34_200 * Second);
        _session = new TradingSession(open, open + (seconds * Second), tickNanoseconds);
    }

    public TestMarket With(string strategy, int count, LatencyModel? latency = null, params (string Name, string Value)[] parameters)
    {
        var agent = new RuleBasedAgent(strategy, parameters.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal));
        return Add(strategy, agent, count, latency, inventory: strategy == "value" ? 100 : 0);
    }

    public TestMarket WithScript(
        string name, int count, long firstWakeNanoseconds, Action<Decision, long> decide, LatencyModel? latency = null, long cash = 100_000_000, long inventory = 0)
    {
        var definition = new StrategyDefinition(name, "Does what the test says.", "none", [], (_, _) => () => new TestStrategy(firstWakeNanoseconds, decide));
        return Add(name, new RuleBasedAgent(definition), count, latency ?? new LatencyModel(1_000_000, 0, 0), inventory, cash);
    }

    /// <summary>Quotes on both sides every two seconds and throws, after sending its orders, in every n-th decision of its life.</summary>
    public TestMarket WithFailing(int count, long every) => WithScript("failing", count, Second, (decision, number) =>
    {
        long mid = (long)decision.Market.MidTicks;
        decision.SubmitLimit(Side.Buy, new Price(mid - 2), new Quantity(10));
        decision.SubmitLimit(Side.Sell, new Price(mid + 3), new Quantity(10));
        if (number % every == 0)
        {
            throw new InvalidOperationException("the strategy is wrong");
        }

        decision.WakeAfter(2 * Second);
    });

    /// <summary>Noise, value and momentum agents whose latencies reach beyond a tick.</summary>
    public TestMarket WithCrowd() => this
        .With("noise", 60, new LatencyModel(20_000_000, 0.8, 300_000_000), ("meanInterval", "8s"))
        .With("value", 40, new LatencyModel(400_000_000, 1.2, 800_000_000), ("meanInterval", "5s"))
        .With("momentum", 10, new LatencyModel(5_000_000, 0, 0), ("meanInterval", "3s"));

    /// <summary>A market of random groups, sizes, latencies and ticks; some agents fail.</summary>
    public static MarketDefinition Random(ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Test, 0, 0);
        long tick = new[] { Second, Second / 10, 3 * Second }[random.NextInt32(3)];
        var market = new TestMarket(seconds: 120 + random.NextInt32(200), tick);
        foreach (string strategy in new[] { "noise", "value", "momentum", "mean_reversion", "market_maker" })
        {
            if (strategy == "noise" || random.NextBoolean())
            {
                market.With(
                    strategy,
                    1 + random.NextInt32(25),
                    new LatencyModel(1 + random.NextInt64(Second), random.NextDouble(), random.NextInt64(Second)),
                    ("meanInterval", $"{1 + random.NextInt32(10)}s"));
            }
        }

        if (random.NextBoolean())
        {
            market.WithFailing(1 + random.NextInt32(5), every: 2 + random.NextInt32(9));
        }

        return market.Build(seed);
    }

    public MarketDefinition Build(ulong seed = 7, TrainingDefinition? training = null) => new()
    {
        Seed = seed,
        Instrument = Shares,
        Session = _session,
        Fees = new FeeSchedule(-1_000, 3_000),
        InitialPrice = InitialPrice,
        SnapshotLevels = 5,
        Fundamental = static (session, seed) => new GeometricBrownianValue(
            new GeometricBrownianParameters { InitialValue = 10_000, VolatilityPerSqrtSecond = 0.0002 }, session.Open, seed),
        Population = new Population([.. _groups]),
        Training = training,
    };

    private TestMarket Add(string name, MarketAgent agent, int count, LatencyModel? latency, long inventory, long cash = 100_000_000)
    {
        int first = _groups.Sum(group => group.Count);
        _groups.Add(new AgentGroup(
            name, _groups.Count, first, count, agent, latency ?? new LatencyModel(50_000_000, 0.3, 20_000_000), cash, inventory, agent.CreateFactory(new StrategyMarket(Shares, _session, InitialPrice))));
        return this;
    }
}

/// <summary>Variants of a market that must not change its events.</summary>
internal static class MarketVariants
{
    /// <summary>The same market with all agents executed in one way.</summary>
    public static MarketDefinition As(this MarketDefinition market, AgentActors actors) =>
        market with { Population = new Population([.. market.Population.Groups.Select(group => group with { Actors = actors })]) };
}
