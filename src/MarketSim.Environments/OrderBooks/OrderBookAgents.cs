using System.Collections.ObjectModel;
using MarketSim.Agents.Population;
using MarketSim.Market.Time;

namespace MarketSim.Environments.OrderBooks;

/// <summary>A number of rule-based agents of one kind.</summary>
/// <param name="Cash">Per agent, in tick·lots; 0 or more.</param>
/// <param name="Parameters">As in a scenario; null for the defaults.</param>
public sealed record OrderBookAgents(
    string Strategy, int Count, LatencyModel Latency, long Cash, IReadOnlyDictionary<string, string>? Parameters = null)
{
    private const long Millisecond = SimulatedTime.NanosecondsPerSecond / 1000;

    /// <summary>A small crowd of the kinds and parameters of the scenario <c>quickstart</c>: noise, value, trend in both directions, market makers.</summary>
    public static IReadOnlyList<OrderBookAgents> SmallCrowd { get; } =
    [
        Of("noise", 60, 1500, ("meanInterval", "25s"), ("meanSize", "40"), ("sizeDistribution", "log_normal"), ("marketShare", "25%"), ("meanDistance", "0.12"), ("cancelShare", "100%")),
        Of("value", 20, 1000, ("meanInterval", "30s"), ("meanSize", "40"), ("observationNoise", "0.07%"), ("maximumSurplus", "0.10")),
        Of("momentum", 5, 800, ("meanInterval", "1min"), ("meanSize", "25"), ("maximumPosition", "500")),
        Of("mean_reversion", 5, 800, ("meanInterval", "1min"), ("meanSize", "25"), ("halfLife", "10min"), ("maximumPosition", "500")),
        Of("market_maker", 6, 500, ("meanInterval", "5s"), ("quoteSize", "50"), ("volatility", "1"), ("riskAversion", "0.02"), ("fillDecay", "30"), ("maximumPosition", "1000")),
        Of("adaptive_market_maker", 2, 500, ("meanInterval", "30s"), ("levels", "5"), ("levelSpacing", "1"), ("volumeShare", "1%"), ("minimumSize", "10"), ("inventorySkew", "0.002")),
    ];

    private static OrderBookAgents Of(string strategy, int count, int latencyMilliseconds, params (string Name, string Value)[] parameters) => new(
        strategy,
        count,
        new LatencyModel(latencyMilliseconds * Millisecond, Dispersion: 0.3, JitterNanoseconds: 50 * Millisecond),
        Cash: 100_000_000,
        new ReadOnlyDictionary<string, string>(parameters.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal)));
}
