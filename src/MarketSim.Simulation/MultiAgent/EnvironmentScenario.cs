using System.Globalization;
using MarketSim.Agents.Environments.Signals;
using MarketSim.Agents.Population;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.MultiAgent;

/// <summary>
/// Builds an order-book market that is like a generated one: its price moves as much, as much of that is foretold, and for as long, but by the orders of
/// others. What moves the price unforeseeably is the fundamental value, which traders who know it bring into the book; what can be foretold is the flow
/// of large orders worked in small ones, for about as long as the signal lasts.
/// </summary>
internal static class EnvironmentScenario
{
    private const int SecondsPerDecision = 60;
    private const double DecisionsPerYear = 252 * 390;

    public static Scenario Create(
        MarketEnvironmentSettings settings, IReadOnlyList<MarketAgent> agents, int episodes, bool competitiveRewards, bool marketImpact, ulong seed)
    {
        Scenario market = ScenarioReader.Read(MarketYaml(settings, seed), "market-environment.yaml");
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        long cash = CashOf(market, settings);
        var latency = new LatencyModel(MedianNanoseconds: 500_000_000, Dispersion: 0, JitterNanoseconds: 0);
        IEnumerable<ScenarioAgents> named = agents.Select(agent =>
            new ScenarioAgents(NameOf(agent, names), agent, Count: 1, latency, cash, Inventory: 0) { Competes = true });
        return market with
        {
            Agents = [.. named, .. market.Agents],
            Training = agents.Any(agent => agent is LearningAgent { Frozen: null })
                ? new ScenarioTraining { Episodes = episodes, CompetitiveRewards = competitiveRewards, MarketImpact = marketImpact }
                : null,
            Checkpoint = new ScenarioCheckpoint { Every = null, EveryTicks = 10 * market.Market.Session.TickCount, Keep = 2 },
        };
    }

    private static string NameOf(MarketAgent agent, Dictionary<string, int> names)
    {
        int number = names.GetValueOrDefault(agent.Type) + 1;
        names[agent.Type] = number;
        return number == 1 ? agent.Type : string.Create(CultureInfo.InvariantCulture, $"{agent.Type}_{number}");
    }

    // Enough to hold the largest position many times over.
    private static long CashOf(Scenario market, MarketEnvironmentSettings settings) => checked(
        (long)(100 * settings.PositionLimit * settings.InitialPrice / (double)(market.Market.Instrument.TickSize * market.Market.Instrument.LotSize)));

    private static string MarketYaml(MarketEnvironmentSettings settings, ulong seed)
    {
        double foretold = Math.Sqrt(Math.Max(0, 1 - (settings.NoiseLevel * settings.NoiseLevel)));
        double tickSize = TickSizeOf(settings.InitialPrice);
        double price = Math.Max(1, Math.Round(settings.InitialPrice / tickSize)) * tickSize;
        double volatility = Math.Min(100, settings.Volatility * Math.Sqrt(DecisionsPerYear));
        int splitters = 1 + (int)Math.Round(8 * foretold);
        double child = Math.Max(1, settings.PositionLimit / 5);
        double parent = child * 2 * settings.SignalHalfLifeSteps;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            name: market-environment
            seed: {{seed}}
            market:
              tickSize: {{(decimal)tickSize}}
              tick: 10s
              open: "09:30:00"
              length: {{settings.EpisodeSteps * (long)SecondsPerDecision}}s
              initialPrice: {{(decimal)price}}
              snapshotLevels: 5
              fees: { maker: 0bp, taker: 0.3bp }
              fundamental: { type: geometric_brownian, volatility: {{volatility:R}} }
            agents:
              - name: noise
                type: noise
                count: 30
                cash: 1000000000
                latency: { median: 1s, dispersion: 0.3, jitter: 200ms }
                parameters: { meanInterval: 1min, meanSize: {{child:R}}, marketShare: 30%, meanDistance: {{8 * tickSize:R}}, cancelShare: 100% }
              - name: market_maker
                type: market_maker
                count: 4
                cash: 1000000000
                latency: { median: 300ms, dispersion: 0.2, jitter: 10ms }
                parameters: { meanInterval: 15s, quoteSize: {{5 * child:R}}, volatility: {{100 * tickSize:R}}, riskAversion: {{1 / (100 * 100 * tickSize):R}}, fillDecay: {{0.3 / tickSize:R}}, maximumPosition: {{100 * child:R}} }
              - name: value
                type: value
                count: 8
                cash: 1000000000
                latency: { median: 1s, dispersion: 0.3, jitter: 100ms }
                parameters: { meanInterval: 2min, meanSize: {{child:R}}, observationNoise: 0.2%, maximumSurplus: {{10 * tickSize:R}} }
              - name: order_splitter
                type: order_splitter
                count: {{splitters}}
                cash: 1000000000
                latency: { median: 800ms, dispersion: 0.3, jitter: 50ms }
                parameters: { meanInterval: 30s, minimumParent: {{parent / 2:R}}, maximumParent: {{4 * parent:R}}, childSize: {{child:R}}, marketShare: 80%, meanPause: {{settings.SignalHalfLifeSteps * SecondsPerDecision:R}}s }
            output: { sampleInterval: 1min, bookLevels: 1, trades: false }
            """);
    }

    // About ten thousand ticks to the price.
    private static double TickSizeOf(double price)
    {
        double size = 1;
        while (price / size < 5_000)
        {
            size /= 10;
        }

        while (price / size > 50_000)
        {
            size *= 10;
        }

        return size;
    }
}
