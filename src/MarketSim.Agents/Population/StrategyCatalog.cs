using MarketSim.Agents.Parameters;
using MarketSim.Agents.Strategies;
using MarketSim.Agents.Strategies.Execution;
using MarketSim.Agents.Strategies.MarketMaking;
using MarketSim.Agents.Strategies.Noise;
using MarketSim.Agents.Strategies.Trend;
using MarketSim.Agents.Strategies.Value;

namespace MarketSim.Agents.Population;

/// <summary>All strategies by name.</summary>
public static class StrategyCatalog
{
    /// <summary>All strategies.</summary>
    public static IReadOnlyList<StrategyDefinition> All { get; } =
    [
        NoiseStrategy.Definition,
        ValueStrategy.Definition,
        MomentumStrategy.Definition,
        MeanReversionStrategy.Definition,
        MarketMakerStrategy.Definition,
        AdaptiveMarketMakerStrategy.Definition,
        TwapStrategy.Definition,
        PovStrategy.Definition,
        OrderSplitterStrategy.Definition,
        ChartistFundamentalistStrategy.Definition,
        LiquidityProviderStrategy.Definition,
    ];

    /// <summary>The strategy of a name; null when there is none.</summary>
    public static StrategyDefinition? Find(string name) => All.FirstOrDefault(definition => definition.Name == name);

    /// <summary>The message for an unknown name, with the nearest known one and all of them.</summary>
    public static string UnknownMessage(string name) =>
        $"{name} is not a known strategy; {NearestName.Suggest(name, All.Select(definition => definition.Name))}";
}
