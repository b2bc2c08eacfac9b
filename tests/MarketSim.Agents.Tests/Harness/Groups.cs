using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;

namespace MarketSim.Agents.Tests.Harness;

/// <summary>Groups of agents for tests.</summary>
internal static class Groups
{
    /// <summary>1 ms for everyone, always.</summary>
    public static LatencyModel ConstantLatency { get; } = new(1_000_000, 0, 0);

    public static AgentGroup Of(
        string strategy,
        (string Name, string Value)[]? parameters = null,
        int count = 1,
        int index = 0,
        int firstAccount = 0,
        LatencyModel? latency = null,
        StrategyMarket? market = null)
    {
        var agent = new RuleBasedAgent(strategy, (parameters ?? []).ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal));
        return Of(agent.CreateFactory(market ?? TestMarket.Strategies), agent, count, index, firstAccount, latency);
    }

    public static AgentGroup Of(Func<IStrategy> createStrategy, LatencyModel? latency = null) =>
        Of(createStrategy, new RuleBasedAgent("noise"), count: 1, index: 0, firstAccount: 0, latency);

    private static AgentGroup Of(Func<IStrategy> createStrategy, RuleBasedAgent agent, int count, int index, int firstAccount, LatencyModel? latency) => new(
        agent.Definition.Name, index, firstAccount, count, agent, latency ?? ConstantLatency, InitialCash: 1_000_000_000, InitialInventory: 0, createStrategy);
}
