using MarketSim.Agents.Parameters;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>All hyper-parameters that a scenario can set for an algorithm.</summary>
/// <param name="defaults">Defaults of learners in markets, and so of scenarios.</param>
internal sealed class LearnerOptions<T>(T defaults, IReadOnlyList<LearnerOption<T>> options)
{
    public IReadOnlyList<ParameterDefinition> Definitions { get; } = [.. options.SelectMany(static option => option.Definitions)];

    public T Of(ParameterSet parameters) => options.Aggregate(defaults, (current, option) => option.Apply(current, parameters));
}
