using MarketSim.Agents.Parameters;
using MarketSim.Agents.Strategies;

namespace MarketSim.Agents.Population;

/// <summary>The kind of a group of agents: one that follows a strategy, or one that learns.</summary>
public abstract class MarketAgent
{
    /// <summary>The name of the type in scenarios, e.g. <c>momentum</c> or <c>ppo</c>.</summary>
    public abstract string Type { get; }

    /// <summary>The values of its parameters.</summary>
    public abstract ParameterSet Parameters { get; }

    /// <summary>A factory of strategy instances for one market.</summary>
    public abstract Func<IStrategy> CreateFactory(StrategyMarket market);
}
