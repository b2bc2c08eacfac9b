using System.Globalization;
using MarketSim.Agents.Population;
using MarketSim.Environments.Signals;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Fundamentals;

namespace MarketSim.Simulation.MultiAgent;

/// <summary>
/// Builds an order-book market whose price does what the price of a generated market does, by orders of others: MARKET.md beside this file says how, and
/// what is approximate.
/// </summary>
internal static class EnvironmentScenario
{
    /// <summary>A step of the environment is a minute of the market.</summary>
    public const int SecondsPerDecision = 60;

    private const long SecondsPerTick = 10;
    private const long OpenSeconds = 34_200;
    private const double DecisionsPerYear = 252 * 390;

    public static Scenario Create(
        MarketEnvironmentSettings settings, IReadOnlyList<MarketAgent> agents, int episodes, bool competitiveRewards, bool marketImpact, ulong seed)
    {
        LinearBook book = LinearBook.Of(settings);
        ScenarioMarket market = MarketOf(settings, book);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        long cash = CashOf(market, settings);
        var latency = new LatencyModel(MedianNanoseconds: 500_000_000, Dispersion: 0, JitterNanoseconds: 0);
        IEnumerable<ScenarioAgents> named = agents.Select(agent =>
            new ScenarioAgents(NameOf(agent, names), FittedAgents.To(settings, agent), Count: 1, latency, cash, Inventory: 0) { Competes = true });
        return new Scenario
        {
            Name = "market-environment",
            Seed = seed,
            Market = market,
            Agents = [.. named, Dealer(settings, book), Noise(book)],
            Output = new ScenarioOutput { SampleIntervalNanoseconds = SecondsPerDecision * SimulatedTime.NanosecondsPerSecond, BookLevels = 1, Trades = false },
            Training = agents.Any(agent => agent is LearningAgent { Frozen: null })
                ? new ScenarioTraining { Episodes = episodes, CompetitiveRewards = competitiveRewards, MarketImpact = marketImpact }
                : null,
            Checkpoint = new ScenarioCheckpoint { Every = null, EveryTicks = 10 * market.Session.TickCount, Keep = 2 },
        };
    }

    private static string NameOf(MarketAgent agent, Dictionary<string, int> names)
    {
        int number = names.GetValueOrDefault(agent.Type) + 1;
        names[agent.Type] = number;
        return number == 1 ? agent.Type : string.Create(CultureInfo.InvariantCulture, $"{agent.Type}_{number}");
    }

    // Enough to hold the largest position many times over.
    private static long CashOf(ScenarioMarket market, MarketEnvironmentSettings settings) => checked(
        (long)(100 * settings.PositionLimit * settings.InitialPrice / (double)(market.Instrument.TickSize * market.Instrument.LotSize)));

    private static ScenarioMarket MarketOf(MarketEnvironmentSettings settings, LinearBook book)
    {
        PredictablePrice price = PredictablePrice.Of(settings);
        double annual = Math.Sqrt(DecisionsPerYear);
        var open = new SimulatedTime(OpenSeconds * SimulatedTime.NanosecondsPerSecond);
        return new ScenarioMarket(
            new Instrument("SIM", book.TickSize, book.LotSize),
            new TradingSession(open, open + ((long)settings.EpisodeSteps * SecondsPerDecision * SimulatedTime.NanosecondsPerSecond), SecondsPerTick * SimulatedTime.NanosecondsPerSecond),
            new BookRules(),
            FeeSchedule.Free,
            new Price(Math.Max(1, (long)Math.Round(settings.InitialPrice / (double)book.TickSize))),
            SnapshotLevels: 5,
            TrendingFundamental.With(
                ("volatility", Text(price.DeviationPerStep * annual)),
                ("trend", Text(price.TrendPerStep * DecisionsPerYear)),
                ("trendHalfLife", $"{Text(settings.SignalHalfLifeSteps * SecondsPerDecision)}s")));
    }

    private static ScenarioAgents Dealer(MarketEnvironmentSettings settings, LinearBook book) => RuleBased(
        "dealer",
        count: 1,
        new LatencyModel(MedianNanoseconds: 300_000_000, Dispersion: 0, JitterNanoseconds: 0),
        "adaptive_market_maker",
        ("meanInterval", "20s"),
        ("arrivals", "regular"),
        ("reference", "value"),
        ("window", "fixed"),
        ("windowWidth", Text(book.Spacing)),
        ("levels", Text(LinearBook.Levels)),
        ("levelSpacing", "1"),
        ("volumeShare", "0%"),
        ("minimumSize", Text(book.LevelSize)),
        ("backstopSize", Text(2 * settings.PositionLimit)));

    private static ScenarioAgents Noise(LinearBook book) => RuleBased(
        "noise",
        count: 10,
        new LatencyModel(MedianNanoseconds: 1_000_000_000, Dispersion: 0.3, JitterNanoseconds: 200_000_000),
        "noise",
        ("meanInterval", "1min"),
        ("meanSize", Text(book.LevelSize / 5)),
        ("marketShare", "100%"));

    private static ScenarioAgents RuleBased(string name, int count, LatencyModel latency, string strategy, params (string Name, string Value)[] parameters) => new(
        name,
        new RuleBasedAgent(strategy, parameters.ToDictionary(static pair => pair.Name, static pair => pair.Value, StringComparer.Ordinal)),
        count,
        latency,
        Cash: 0,
        Inventory: 0);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
