using MarketSim.Agents.Parameters;

namespace MarketSim.Scenarios.Fundamentals;

/// <summary>All kinds of fundamental value by name.</summary>
public static class FundamentalCatalog
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<FundamentalDefinition> All { get; } =
    [
        MeanRevertingFundamental.Definition,
        GeometricBrownianFundamental.Definition,
        TrendingFundamental.Definition,
        NewsFundamental.Definition,
        BarsFundamental.Definition,
        ConstantFundamental.Definition,
    ];

    /// <summary>The kind of a name; null when there is none.</summary>
    public static FundamentalDefinition? Find(string name) => All.FirstOrDefault(definition => definition.Name == name);

    /// <summary>Says that a name is unknown, which one may have been meant, and what there is.</summary>
    public static string UnknownMessage(string name) =>
        $"{name} is not a known fundamental value; {NearestName.Suggest(name, All.Select(definition => definition.Name))}";
}
