namespace MarketSim.Agents.Population;

/// <summary>What may differ for an agent from session to session.</summary>
/// <param name="IsActive">False for an agent that sleeps through the session with its opening position.</param>
public readonly record struct AgentConditions(LatencyModel Latency, bool IsActive);
