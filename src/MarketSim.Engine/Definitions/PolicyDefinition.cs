using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.Population;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Policies;

namespace MarketSim.Engine.Definitions;

/// <summary>A policy of a market and the groups of agents that act by it.</summary>
/// <param name="Index">From 0, in the order of the groups.</param>
/// <param name="Agent">The agent of its first group; those of the others have the same algorithm and parameters.</param>
/// <param name="Agents">Number of agents that share it.</param>
/// <param name="Learns">True when it has a learner in this run; otherwise its weights never change.</param>
public sealed record PolicyDefinition(string Name, int Index, LearningAgent Agent, IReadOnlyList<AgentGroup> Groups, int Agents, bool Learns, LearningTask Task)
{
    private const string ControllerSuffix = "-controller";

    /// <summary>The name of the policy whose options a controller picks; null for a policy that agents act by.</summary>
    public string? OptionsPolicy { get; init; }

    /// <summary>True when its learner or its actions are computed on torch.</summary>
    public bool NeedsTorch => Agent.ActsOnTorch || (Learns && Agent.Engine.IsTorch);

    /// <summary>The policies that agents of a market act by, and after them those of their controllers.</summary>
    public static IReadOnlyList<PolicyDefinition> Of(MarketDefinition market)
    {
        ArgumentNullException.ThrowIfNull(market);
        var policies = new List<PolicyDefinition>();
        foreach (IGrouping<string, AgentGroup> sharing in market.Population.Groups.Where(group => group.Agent is LearningAgent).GroupBy(NameOf, StringComparer.Ordinal))
        {
            var agent = (LearningAgent)sharing.First().Agent;
            int agents = sharing.Sum(group => group.Count);
            policies.Add(new PolicyDefinition(
                sharing.Key,
                policies.Count,
                agent,
                [.. sharing],
                agents,
                market.Training is not null && agent.Frozen is null,
                TaskOf(market, agent, policies.Count, agents)));
        }

        PolicyDefinition[] withController = [.. policies.Where(static policy => policy.Agent.Controller is not null)];
        foreach (PolicyDefinition policy in withController)
        {
            policies.Add(ControllerOf(policy, market, policies.Count));
        }

        return policies;
    }

    /// <summary>The controllers of a market's hierarchical policies.</summary>
    public static IReadOnlyList<PolicyDefinition> ControllersOf(MarketDefinition market) => [.. Of(market).Where(policy => policy.OptionsPolicy is not null)];

    /// <summary>The name of the policy of a controller.</summary>
    /// <param name="policy">Policy whose options it picks.</param>
    public static string ControllerNameOf(string policy) => policy + ControllerSuffix;

    /// <summary>The name of the policy that a group of learning agents acts by.</summary>
    public static string NameOf(AgentGroup group) => ((LearningAgent)group.Agent).Policy ?? group.Name;

    /// <summary>
    /// The digest of this machine's results as the host of the learner (<see cref="GradientSelfTest"/>): a machine with another digest must not host it.
    /// Loads the learner's engine.
    /// </summary>
    /// <exception cref="InvalidOperationException">This machine cannot load the engine; the message says why.</exception>
    public string HostDigest() => Agent.Engine.Refusal is { } refusal
        ? throw new InvalidOperationException(refusal)
        : GradientSelfTest.DigestOf(Agent.Engine.Create());

    /// <summary>Creates a learner with the initial weights.</summary>
    public ILearner CreateLearner()
    {
        ILearner learner = Agent.Algorithm.CreateLearner(Task);
        if (Agent.Start is { } start)
        {
            PolicyStart.Apply(learner, start.Weights.Span);
        }

        return learner;
    }

    /// <summary>Creates the policy with its initial weights.</summary>
    public IPolicy CreatePolicy()
    {
        IPolicy policy = Agent.Algorithm.CreatePolicy(Task);
        if ((Agent.Frozen ?? Agent.Start) is { } given)
        {
            given.Weights.Span.CopyTo(policy.Weights);
        }

        return policy;
    }

    private static PolicyDefinition ControllerOf(PolicyDefinition optionsPolicy, MarketDefinition market, int index)
    {
        LearningAgent agent = optionsPolicy.Agent.Controller!;
        LearningTask task = TaskOf(market, agent, index, optionsPolicy.Agents);

        // Choices of one party in an episode: its decisions over the length of an option, rounded up.
        int length = agent.Parameters.Count("optionLength");
        long choices = ((DecisionsPerEpisode(market, agent) - 1) / length) + 1;

        // A party is an agent, or a group whose agents share their choices.
        int parties = optionsPolicy.Agent.Hierarchy!.Lead == OptionLead.Group ? optionsPolicy.Groups.Count : optionsPolicy.Agents;
        long partiesOfAllReplicas = parties * (long)(market.Training?.Replicas ?? 1);
        return optionsPolicy with
        {
            Name = ControllerNameOf(optionsPolicy.Name),
            Index = index,
            Agent = agent,
            OptionsPolicy = optionsPolicy.Name,
            Task = task with
            {
                StepsPerRound = (int)Math.Min(int.MaxValue, partiesOfAllReplicas * choices),
                ExpectedSteps = choices * partiesOfAllReplicas * (market.Training?.Episodes ?? 1),
            },
        };
    }

    private static LearningTask TaskOf(MarketDefinition market, LearningAgent agent, int index, int agents)
    {
        long decisions = DecisionsPerEpisode(market, agent);
        long agentsOfAllReplicas = agents * (long)(market.Training?.Replicas ?? 1);

        // In a round every agent emits one segment.
        int segment = agent.Parameters.Count("segment");
        long stepsPerRound = agentsOfAllReplicas * (segment == 0 ? decisions : Math.Min(segment, decisions));
        return new LearningTask(
            agent.ObservationSpace,
            agent.ActionSpace,
            market.Seed,
            index,
            agent.Parameters,
            (int)Math.Min(int.MaxValue, stepsPerRound),
            decisions * agentsOfAllReplicas * (market.Training?.Episodes ?? 1))
        {
            Engine = agent.Engine,
        };
    }

    private static long DecisionsPerEpisode(MarketDefinition market, LearningAgent agent) =>
        Math.Max(1, market.Session.Length / agent.Parameters.Nanoseconds("decisionInterval"));
}
