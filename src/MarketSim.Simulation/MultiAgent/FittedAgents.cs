using MarketSim.Agents.Parameters;
using MarketSim.Agents.Population;
using MarketSim.Environments.Signals;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.MultiAgent;

/// <summary>
/// Gives agents the sizes and scales of an environment wherever their own are left at the defaults, which are made for no market in particular.
/// </summary>
internal static class FittedAgents
{
    private const double OrdersPerPosition = 10;
    private const double QuotesInLevels = 2;

    public static MarketAgent To(MarketEnvironmentSettings settings, MarketAgent agent)
    {
        Dictionary<string, double> fitting = Of(settings);
        ParameterDefinition[] fitted =
        [
            .. agent.Parameters.Definitions.Where(definition => fitting.ContainsKey(definition.Name) && agent.Parameters[definition.Name].Equals(definition.Default)),
        ];
        if (fitted.Length == 0)
        {
            return agent;
        }

        var parameters = agent.Parameters.Definitions.ToDictionary(
            definition => definition.Name,
            definition => ScenarioFormat.Parameter(
                definition,
                fitted.Contains(definition) ? Math.Clamp(fitting[definition.Name], definition.Minimum, definition.Maximum) : agent.Parameters[definition.Name]),
            StringComparer.Ordinal);
        return agent switch
        {
            LearningAgent learning => new LearningAgent(learning.Algorithm, learning.Policy, learning.Frozen, parameters) { Engine = learning.Engine, Start = learning.Start },
            RuleBasedAgent rules => new RuleBasedAgent(rules.Definition, parameters),
            _ => agent,
        };
    }

    private static Dictionary<string, double> Of(MarketEnvironmentSettings settings) => new(StringComparer.Ordinal)
    {
        ["maximumPosition"] = settings.PositionLimit,
        ["orderSize"] = settings.PositionLimit / OrdersPerPosition,
        ["meanSize"] = settings.PositionLimit / OrdersPerPosition,
        ["quoteRange"] = QuotesInLevels * LinearBook.Of(settings).Spacing,

        // A usual change of the price is seen as 1, and on the largest position earns a reward of 1.
        ["returnScale"] = settings.Volatility,
        ["rewardUnit"] = settings.Volatility,
    };
}
