using MarketSim.Agents.Decisions;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies;

/// <summary>A way of trading: one instance per agent, with the memory that it needs, and nothing else.</summary>
public interface IStrategy
{
    /// <summary>When the agent wakes first; <see cref="SimulatedTime.Never"/> to be woken by news only.</summary>
    SimulatedTime FirstWake(TradingSession session, ref RandomStream random);

    /// <summary>Called at every wake-up; names the next one.</summary>
    void Decide(Decision decision);

    /// <summary>Saves the memory.</summary>
    void Save(MessagePackWriter writer);

    /// <summary>Restores what <see cref="Save"/> wrote into a fresh instance of the same parameters.</summary>
    void Restore(ref MessagePackReader reader);
}
