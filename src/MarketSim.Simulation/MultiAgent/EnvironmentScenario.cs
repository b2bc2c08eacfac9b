using System.Globalization;
using MarketSim.Agents.Population;
using MarketSim.Environments.Signals;
using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Scenarios.Reading;

namespace MarketSim.Simulation.MultiAgent;

/// <summary>
/// Builds an order-book market whose price does what the price of a generated market does, by orders of others: MARKET.md beside this file says how, and
/// what is approximate.
/// </summary>
internal static class EnvironmentScenario
{
    /// <summary>A step of the environment is a minute of the market.</summary>
    public const int SecondsPerDecision = 60;

    private const double DecisionsPerYear = 252 * 390;

    public static Scenario Create(
        MarketEnvironmentSettings settings, IReadOnlyList<MarketAgent> agents, int episodes, bool competitiveRewards, bool marketImpact, ulong seed)
    {
        Scenario market = ScenarioReader.Read(MarketYaml(settings, seed), "market-environment.yaml");
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        long cash = CashOf(market, settings);
        var latency = new LatencyModel(MedianNanoseconds: 500_000_000, Dispersion: 0, JitterNanoseconds: 0);
        IEnumerable<ScenarioAgents> named = agents.Select(agent =>
            new ScenarioAgents(NameOf(agent, names), FittedAgents.To(settings, agent), Count: 1, latency, cash, Inventory: 0) { Competes = true });
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
        ForetoldPrice price = ForetoldPrice.Of(settings);
        LinearBook book = LinearBook.Of(settings);
        double opening = Math.Max(1, Math.Round(settings.InitialPrice / (double)book.TickSize)) * (double)book.TickSize;
        double annual = Math.Sqrt(DecisionsPerYear);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            name: market-environment
            seed: {{seed}}
            market:
              tickSize: {{book.TickSize}}
              lotSize: {{book.LotSize}}
              tick: 10s
              open: "09:30:00"
              length: {{settings.EpisodeSteps * (long)SecondsPerDecision}}s
              initialPrice: {{(decimal)opening}}
              snapshotLevels: 5
              fundamental:
                type: trending
                volatility: {{price.DeviationPerStep * annual:R}}
                trend: {{price.TrendPerStep * DecisionsPerYear:R}}
                trendHalfLife: {{settings.SignalHalfLifeSteps * SecondsPerDecision:R}}s
            agents:
              - name: dealer
                type: adaptive_market_maker
                count: 1
                cash: 0
                latency: { median: 300ms }
                parameters:
                  meanInterval: 20s
                  arrivals: regular
                  reference: value
                  window: fixed
                  windowWidth: {{book.Spacing:R}}
                  levels: {{LinearBook.Levels}}
                  levelSpacing: 1
                  volumeShare: 0%
                  minimumSize: {{book.LevelSize:R}}
                  backstopSize: {{2 * settings.PositionLimit:R}}
              - name: noise
                type: noise
                count: 10
                cash: 0
                latency: { median: 1s, dispersion: 0.3, jitter: 200ms }
                parameters: { meanInterval: 1min, meanSize: {{book.LevelSize / 5:R}}, marketShare: 100% }
            output: { sampleInterval: 1min, bookLevels: 1, trades: false }
            """);
    }
}
