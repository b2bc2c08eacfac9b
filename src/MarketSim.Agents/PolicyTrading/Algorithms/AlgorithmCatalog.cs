using MarketSim.Agents.Parameters;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>All learning algorithms by name.</summary>
public static class AlgorithmCatalog
{
    /// <summary>All algorithms.</summary>
    public static IReadOnlyList<AlgorithmDefinition> All { get; } =
        [ActorCriticAlgorithms.Ppo, ActorCriticAlgorithms.A2c, SacAlgorithm.Definition, HierarchicalAlgorithm.Definition, CloningAlgorithm.Definition];

    /// <summary>The algorithm of a name; null when there is none.</summary>
    /// <param name="name">In any case: <c>PPO</c> and <c>ppo</c> are the same.</param>
    public static AlgorithmDefinition? Find(string name) =>
        All.FirstOrDefault(definition => string.Equals(definition.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The message for an unknown name, with the nearest known one and all of them.</summary>
    public static string UnknownMessage(string name) =>
        $"{name} is not a known learning algorithm; {NearestName.Suggest(name, All.Select(definition => definition.Name))}";
}
