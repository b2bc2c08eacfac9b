using MarketSim.Agents.Strategies;
using MarketSim.Market.Venues;

namespace MarketSim.Agents.Population;

/// <summary>A number of agents that follow one strategy, or one policy, with the same parameters.</summary>
/// <param name="Index">The group's index in the scenario; with the agent's index in the group it is the key of the agent's random streams.</param>
/// <param name="FirstAccount">The first of the group's accounts, which have no gaps.</param>
/// <param name="Count">Number of agents.</param>
/// <param name="InitialCash">Per agent, in tick·lots.</param>
/// <param name="InitialInventory">Per agent, in lots.</param>
public sealed record AgentGroup(
    string Name,
    int Index,
    int FirstAccount,
    int Count,
    MarketAgent Agent,
    LatencyModel Latency,
    long InitialCash,
    long InitialInventory,
    Func<IStrategy> CreateStrategy)
{
    /// <summary>True when its agents are compared with one another and with those of other competing groups.</summary>
    public bool Competes { get; init; }

    /// <summary>The policy whose learner receives its agents' demonstrations, at the end of each episode; null for none.</summary>
    public string? DemonstratesTo { get; init; }

    /// <summary>The limit of its agents' debt.</summary>
    public FundsRule Funds { get; init; }

    /// <summary>The execution of its agents.</summary>
    public AgentActors Actors { get; init; }
}

/// <summary>The execution of agents in a run of actors; changes no result. The words of a group's key <c>actors</c>.</summary>
public enum AgentActors
{
    /// <summary>Each agent is an actor with its own supervision.</summary>
    Individual,

    /// <summary>The partition calls its agents directly, with the same restart rules: for large crowds.</summary>
    Pooled,
}
