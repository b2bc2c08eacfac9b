using MarketSim.Agents.PolicyTrading.Baselines;
using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Evaluation;

/// <summary>An evaluated policy, which takes a group's place.</summary>
internal sealed record EvaluatedPolicy(string Name, MarketAgent Agent)
{
    public const string Trained = "trained";
    public const string Untrained = "untrained";

    /// <summary>All that a learning group is compared with, the group itself first.</summary>
    /// <param name="scenario">With all that learns frozen, and the seed of their training.</param>
    /// <param name="group">Number of the group with the weights to evaluate.</param>
    public static IReadOnlyList<EvaluatedPolicy> For(Scenario scenario, int group)
    {
        var trained = (LearningAgent)scenario.Agents[group].Agent;
        var policies = new List<EvaluatedPolicy>
        {
            new(Trained, trained),
            new(Untrained, UntrainedOf(scenario, group)),
            new("flat", BaselineAgents.Flat(trained)),
            new("buy_and_hold", BaselineAgents.BuyAndHold(trained)),
            new("random", BaselineAgents.Random(trained)),
        };
        if (scenario.Oracle.Count > 0)
        {
            policies.Add(new EvaluatedPolicy("oracle", BaselineAgents.Scheduled(trained, [.. scenario.Oracle.Select(step => step.In(scenario.Market.Session))])));
        }

        policies.AddRange(scenario.Agents
            .Where(other => other.Competes && other.Agent is RuleBasedAgent)
            .DistinctBy(other => other.Agent.Type, StringComparer.Ordinal)
            .Select(other => new EvaluatedPolicy(other.Agent.Type, other.Agent)));
        return policies;
    }

    /// <summary>The scenario with this one in a group's place.</summary>
    public Scenario InPlaceOf(int group, Scenario scenario)
    {
        ScenarioAgents[] agents = [.. scenario.Agents];
        agents[group] = agents[group] with { Agent = Agent, Competes = true };
        return scenario with { Agents = agents };
    }

    /// <summary>The agent with the initial weights of the group's training, whatever the seed of the evaluated markets.</summary>
    private static LearningAgent UntrainedOf(Scenario scenario, int group)
    {
        LearningAgent fresh = ((LearningAgent)scenario.Agents[group].Agent).Unfreeze();
        Scenario begun = new EvaluatedPolicy(Untrained, fresh).InPlaceOf(group, scenario);
        string name = scenario.Agents[group].Name;
        IReadOnlyList<PolicyDefinition> policies = PolicyDefinition.Of(begun.ToMarket());
        return fresh.Freeze(Initial(policies.First(policy => policy.Name == name)) with
        {
            Controller = policies.FirstOrDefault(policy => policy.OptionsPolicy == name) is { } controller ? Initial(controller) : null,
        });
    }

    private static FrozenPolicy Initial(PolicyDefinition policy) => new(Untrained, string.Empty, policy.CreatePolicy().Weights.ToArray());
}
