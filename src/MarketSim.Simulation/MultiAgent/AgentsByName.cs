using System.Globalization;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading.Algorithms;
using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Agents.Population;

namespace MarketSim.Simulation.MultiAgent;

/// <summary>Makes agents from lists of names and parameters.</summary>
internal static class AgentsByName
{
    private const string RuleBased = "rule_based";
    private const string StrategyKey = "strategy";

    public static IReadOnlyList<MarketAgent> Create(
        int numAgents, IReadOnlyList<string> agentTypes, IReadOnlyList<IReadOnlyDictionary<string, object>> agentParams)
    {
        ArgumentNullException.ThrowIfNull(agentTypes);
        ArgumentNullException.ThrowIfNull(agentParams);
        RequireLength(agentTypes.Count, numAgents, nameof(agentTypes));
        RequireLength(agentParams.Count, numAgents, nameof(agentParams));
        return [.. agentTypes.Select((type, index) => CreateNumbered(type, agentParams[index], index))];
    }

    private static MarketAgent CreateNumbered(string type, IReadOnlyDictionary<string, object> given, int index)
    {
        try
        {
            return Create(
                type ?? throw new ArgumentException("its type is null; name one, e.g. PPO.", nameof(type)),
                given ?? throw new ArgumentException("its parameters are null; an empty dictionary takes the defaults.", nameof(given)));
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"agent {index} ({type}): {exception.Message}", exception.ParamName == nameof(type) ? "agentTypes" : "agentParams", exception);
        }
    }

    private static MarketAgent Create(string type, IReadOnlyDictionary<string, object> given)
    {
        Dictionary<string, string> parameters = given.ToDictionary(
            parameter => parameter.Key, parameter => Convert.ToString(parameter.Value, CultureInfo.InvariantCulture) ?? string.Empty, StringComparer.Ordinal);
        if (AlgorithmCatalog.Find(type) is { } algorithm)
        {
            parameters.Remove("policy", out string? policy);
            EngineChoice engine = EngineChoice.Managed with
            {
                Name = parameters.Remove("engine", out string? name) ? name : EngineChoice.Managed.Name,
                Device = parameters.Remove("device", out string? device) ? device : EngineChoice.Managed.Device,
            };
            return new LearningAgent(algorithm, policy, frozen: null, parameters) { Engine = engine };
        }

        string strategy = type;
        if (type == RuleBased && !parameters.Remove(StrategyKey, out strategy!))
        {
            throw new ArgumentException($"An agent of type {RuleBased} needs the parameter {StrategyKey}, e.g. momentum.", nameof(given));
        }

        if (StrategyCatalog.Find(strategy) is null)
        {
            IEnumerable<string> known = [.. AlgorithmCatalog.All.Select(learner => learner.Title), RuleBased, .. StrategyCatalog.All.Select(known => known.Name)];
            throw new ArgumentException($"{strategy} is not a known type of agent; {NearestName.Suggest(strategy, known)}", nameof(type));
        }

        return new RuleBasedAgent(strategy, parameters);
    }

    private static void RequireLength(int found, int expected, string name)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{name} has {found} elements; it must have one for each of the {expected} agents (numAgents).", name);
        }
    }
}
