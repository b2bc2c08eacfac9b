namespace MarketSim.Agents.Population;

/// <summary>The conditions of an agent that may differ from session to session.</summary>
/// <param name="IsActive">False for an agent that sleeps through the session with its opening position.</param>
public readonly record struct AgentConditions(LatencyModel Latency, bool IsActive);
