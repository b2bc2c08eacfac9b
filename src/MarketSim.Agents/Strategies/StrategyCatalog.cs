namespace MarketSim.Agents.Strategies;

/// <summary>All strategies by name.</summary>
public static class StrategyCatalog
{
    public static IReadOnlyList<StrategyDefinition> All { get; } =
    [
        NoiseStrategy.Definition,
        ValueStrategy.Definition,
    ];

    public static StrategyDefinition? Find(string name) => All.FirstOrDefault(definition => definition.Name == name);

    /// <summary>Says that a name is unknown, which one may have been meant, and what there is.</summary>
    public static string UnknownMessage(string name) =>
        $"{name} is not a known strategy; known are {string.Join(", ", All.Select(definition => definition.Name))}";
}
