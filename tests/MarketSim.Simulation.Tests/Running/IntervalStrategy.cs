using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>Wakes at a fixed interval, from one second after the open, and does what a test wants; it counts its decisions from 1.</summary>
internal sealed class IntervalStrategy(long intervalSeconds, Action<Decision, long> script) : IStrategy
{
    private const long NanosecondsPerSecond = SimulatedTime.NanosecondsPerSecond;

    private long _decisions;

    public static ScenarioAgents Group(string name, long intervalSeconds, Action<Decision, long> script, long latencySeconds = 0) => new(
        name,
        new RuleBasedAgent(new StrategyDefinition(name, "Scripted.", "none", [], (_, _) => () => new IntervalStrategy(intervalSeconds, script))),
        Count: 1,
        new LatencyModel(Math.Max(1, latencySeconds * NanosecondsPerSecond), 0, 0),
        Cash: 100_000_000,
        Inventory: 1_000);

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => session.Open + NanosecondsPerSecond;

    public void Decide(Decision decision)
    {
        _decisions++;
        decision.WakeAfter(intervalSeconds * NanosecondsPerSecond);
        script(decision, _decisions);
    }

    public void Save(MessagePackWriter writer) => writer.WriteInt64(_decisions);

    public void Restore(ref MessagePackReader reader) => _decisions = reader.ReadInt64();
}
