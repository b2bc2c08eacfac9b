using MarketSim.Agents.Decisions;
using MarketSim.Agents.Strategies;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Tests.Harness;

/// <summary>Does what a test says, and counts its decisions.</summary>
internal sealed class ScriptedStrategy(Action<Decision, int> decide, SimulatedTime firstWake) : IStrategy
{
    private int _decisions;

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => firstWake;

    public void Decide(Decision decision) => decide(decision, ++_decisions);

    public void Save(MessagePackWriter writer) => writer.WriteInt64(_decisions);

    public void Restore(ref MessagePackReader reader) => _decisions = reader.ReadInt32();
}
