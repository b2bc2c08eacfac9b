using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>Wakes first at a time after the opening and then does what the test says; it remembers nothing.</summary>
internal sealed class ScriptedStrategy(long firstWakeNanoseconds, Action<Decision> decide) : IStrategy
{
    public static ScenarioAgents Group(string name, int count, long firstWakeNanoseconds, Action<Decision> decide, long cash = 1_000_000, long inventory = 0) => new(
        name,
        new RuleBasedAgent(new StrategyDefinition("scripted", "Does what the test says.", "none", [], (_, _) => () => new ScriptedStrategy(firstWakeNanoseconds, decide))),
        count,
        new LatencyModel(1_000_000, 0, 0),
        cash,
        inventory);

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) =>
        firstWakeNanoseconds == SimulatedTime.Never.Nanoseconds ? SimulatedTime.Never : session.Open + firstWakeNanoseconds;

    public void Decide(Decision decision) => decide(decision);

    public void Save(MessagePackWriter writer) => writer.WriteNil();

    public void Restore(ref MessagePackReader reader) => reader.TryReadNil();
}
