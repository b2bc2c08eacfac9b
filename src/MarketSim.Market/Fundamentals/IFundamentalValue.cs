using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Fundamentals;

/// <summary>The fundamental value of the instrument: a process in simulated time.</summary>
public interface IFundamentalValue
{
    /// <summary>The value at the time last advanced to, in price ticks, greater than 0.</summary>
    double Value { get; }

    /// <summary>Moves on to a later time, over any gap.</summary>
    void AdvanceTo(SimulatedTime time);

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    void Save(MessagePackWriter writer);

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    void Restore(ref MessagePackReader reader);
}
