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
/// <param name="CancelShare">Chance of each open order to be cancelled at a wake-up.</param>
/// <param name="MarketShare">Chance of an order to be a market order.</param>
/// <param name="MeanDistanceTicks">Of limit orders from the reference; 0 puts them on it.</param>
/// <param name="Cancellation">By place in the queue and age; null for the same chance of each.</param>
/// <param name="TailExponent">Of distances by a power law; 0 for exponential ones.</param>
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
