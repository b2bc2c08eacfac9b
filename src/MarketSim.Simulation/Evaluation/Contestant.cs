using MarketSim.Agents.PolicyTrading.Baselines;
using MarketSim.Agents.Population;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Evaluation;

/// <summary>Somebody who takes a group's place.</summary>
internal sealed record Contestant(string Name, MarketAgent Agent)
{
    public const string Trained = "trained";
    public const string Untrained = "untrained";

    /// <summary>All that a learning group is compared with, the group itself first.</summary>
    /// <param name="trained">The group with the weights to judge.</param>
    public static IReadOnlyList<Contestant> For(Scenario scenario, LearningAgent trained)
    {
        var contestants = new List<Contestant>
        {
            new(Trained, trained),
            new(Untrained, trained.Unfreeze()),
            new("flat", BaselineAgents.Flat(trained)),
            new("buy_and_hold", BaselineAgents.BuyAndHold(trained)),
            new("random", BaselineAgents.Random(trained)),
        };
        if (ScriptedPolicies.Find(scenario) is { } schedule)
        {
            contestants.Add(new Contestant("scripted", BaselineAgents.Scheduled(trained, schedule)));
        }

        contestants.AddRange(scenario.Agents
            .Where(group => group.Competes && group.Agent is RuleBasedAgent)
            .DistinctBy(group => group.Agent.Type, StringComparer.Ordinal)
            .Select(group => new Contestant(group.Agent.Type, group.Agent)));
        return contestants;
    }
}
