using MarketSim.Agents.Strategies;

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
    Func<IStrategy> CreateStrategy);
