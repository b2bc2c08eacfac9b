using MarketSim.Agents.Decisions;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies;

/// <summary>A trading strategy: one instance per agent, which holds the agent's memory. A strategy without memory may share one instance.</summary>
public interface IStrategy
{
    /// <summary>The time of the first wake-up; <see cref="SimulatedTime.Never"/> to be woken by account events only.</summary>
    SimulatedTime FirstWake(TradingSession session, ref RandomStream random);

    /// <summary>Called at every wake-up; names the next one.</summary>
    void Decide(Decision decision);

    /// <summary>Saves the memory.</summary>
    void Save(MessagePackWriter writer);

    /// <summary>Restores what <see cref="Save"/> wrote into a fresh instance of the same parameters.</summary>
    void Restore(ref MessagePackReader reader);
}
