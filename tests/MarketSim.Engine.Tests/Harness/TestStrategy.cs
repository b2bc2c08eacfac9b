using MarketSim.Agents.Decisions;
using MarketSim.Agents.Strategies;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Tests.Harness;

/// <summary>Wakes first at a time after the opening and then does what the test says; it counts its decisions from 1.</summary>
internal sealed class TestStrategy(long firstWakeNanoseconds, Action<Decision, long> decide) : IStrategy
{
    private long _decisions;

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => session.Open + firstWakeNanoseconds;

    public void Decide(Decision decision) => decide(decision, ++_decisions);

    public void Save(MessagePackWriter writer) => writer.WriteInt64(_decisions);

    public void Restore(ref MessagePackReader reader) => _decisions = reader.ReadInt64();
}
