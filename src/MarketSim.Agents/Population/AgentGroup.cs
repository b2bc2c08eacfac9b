using MarketSim.Agents.Strategies;
using MarketSim.Market.Venues;

namespace MarketSim.Agents.Population;

/// <summary>A number of agents that follow one strategy, or one policy, with the same parameters.</summary>
/// <param name="Index">The group's place in the scenario; with the agent's place in the group it names the agent's random streams.</param>
/// <param name="FirstAccount">Accounts of the group run from here without a gap.</param>
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
    /// <summary>Whether its agents are compared with one another and with those of other such groups.</summary>
    public bool Competes { get; init; }

    /// <summary>The policy whose learner receives what its agents did, at the end of each episode; null for none.</summary>
    public string? DemonstratesTo { get; init; }

    /// <summary>What its agents may owe.</summary>
    public FundsRule Funds { get; init; }

    /// <summary>How its agents are executed.</summary>
    public AgentActors Actors { get; init; }
}

/// <summary>How agents are executed where a run consists of actors; changes no result. The words of a group's key <c>actors</c>.</summary>
public enum AgentActors
{
    /// <summary>Each agent is an actor with its own supervision.</summary>
    Individual,

    /// <summary>The partition calls its agents directly, by the same restart rules: for large crowds.</summary>
    Pooled,
}
