using MarketSim.Agents.Parameters;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>All learning algorithms by name.</summary>
public static class AlgorithmCatalog
{
    /// <summary>All algorithms.</summary>
    public static IReadOnlyList<AlgorithmDefinition> All { get; } =
        [ActorCriticAlgorithms.Ppo, ActorCriticAlgorithms.A2c, SacAlgorithm.Definition, HierarchicalAlgorithm.Definition, CloningAlgorithm.Definition];

    /// <param name="name">In any case: <c>PPO</c> and <c>ppo</c> are the same.</param>
    public static AlgorithmDefinition? Find(string name) =>
        All.FirstOrDefault(definition => string.Equals(definition.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Says that a name is unknown, which one may have been meant, and what there is.</summary>
    public static string UnknownMessage(string name) =>
        $"{name} is not a known learning algorithm; {NearestName.Suggest(name, All.Select(definition => definition.Name))}";
}
