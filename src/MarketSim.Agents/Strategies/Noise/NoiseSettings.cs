using MarketSim.Agents.Strategies.Sizing;
using MarketSim.Agents.Strategies.Timing;

namespace MarketSim.Agents.Strategies.Noise;

/// <summary>The words of the parameter <c>schedule</c>, in their order.</summary>
internal enum NoiseSchedule
{
    Repeated,
    Once,
}

/// <summary>The words of the parameter <c>reference</c>, in their order.</summary>
internal enum PriceReference
{
    Opposite,
    Mid,
}

/// <summary>The settings that all noise agents of a group share.</summary>
/// <param name="CancelShare">Probability that an open order is cancelled at a wake-up.</param>
/// <param name="MarketShare">Probability that an order is a market order.</param>
/// <param name="MeanDistanceTicks">Mean distance of limit orders from the reference; 0 places them at it.</param>
/// <param name="Cancellation">Cancellation by queue position and age; null for the same probability of each order.</param>
/// <param name="TailExponent">Tail exponent of a power law of distances; 0 for exponential ones.</param>
internal sealed record NoiseSettings(
    NoiseSchedule Schedule,
    WakeSchedule Wakes,
    OrderSizes Sizes,
    double CancelShare,
    double MarketShare,
    PriceReference Reference,
    double MeanDistanceTicks,
    QueueCancellation? Cancellation,
    double TailExponent);
