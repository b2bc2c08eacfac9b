using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.Population;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Policies;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Training;

/// <summary>A policy of a run and the groups of agents that act by it.</summary>
/// <param name="Index">From 0, in the order of the scenario.</param>
/// <param name="Agent">Of the first of its groups; those of the others have the same algorithm and parameters.</param>
/// <param name="Agents">How many agents share it.</param>
/// <param name="Learns">Whether it has a learner in this run; otherwise its weights never change.</param>
internal sealed record ScenarioPolicy(string Name, int Index, LearningAgent Agent, IReadOnlyList<AgentGroup> Groups, int Agents, bool Learns, LearningTask Task)
{
    public ILearner CreateLearner() => Agent.Algorithm.CreateLearner(Task);

    /// <summary>With the weights that it begins with.</summary>
    public IPolicy CreatePolicy()
    {
        IPolicy policy = Agent.Algorithm.CreatePolicy(Task);
        if (Agent.Frozen is { } frozen)
        {
            frozen.Weights.Span.CopyTo(policy.Weights);
        }

        return policy;
    }
}

/// <summary>The policies of a scenario.</summary>
internal static class ScenarioPolicies
{
    public static IReadOnlyList<ScenarioPolicy> Of(Scenario scenario, Population population)
    {
        var policies = new List<ScenarioPolicy>();
        foreach (IGrouping<string, AgentGroup> sharing in population.Groups.Where(group => group.Agent is LearningAgent).GroupBy(NameOf, StringComparer.Ordinal))
        {
            var agent = (LearningAgent)sharing.First().Agent;
            int agents = sharing.Sum(group => group.Count);
            policies.Add(new ScenarioPolicy(
                sharing.Key,
                policies.Count,
                agent,
                [.. sharing],
                agents,
                scenario.Training is not null && agent.Frozen is null,
                TaskOf(scenario, agent, policies.Count, agents)));
        }

        return policies;
    }

    public static string NameOf(AgentGroup group) => ((LearningAgent)group.Agent).Policy ?? group.Name;

    private static LearningTask TaskOf(Scenario scenario, LearningAgent agent, int index, int agents)
    {
        long decisions = Math.Max(1, scenario.Market.Session.Length / agent.Parameters.Nanoseconds("decisionInterval"));
        long sharing = agents * (long)(scenario.Training?.Replicas ?? 1);
        int segment = agent.Parameters.Count("segment");
        long round = sharing * (segment == 0 ? decisions : Math.Min(segment, decisions));
        return new LearningTask(
            agent.ObservationSpace,
            agent.ActionSpace,
            scenario.Seed,
            index,
            agent.Parameters,
            (int)Math.Min(int.MaxValue, round),
            decisions * sharing * (scenario.Training?.Episodes ?? 1));
    }
}
