namespace MarketSim.Agents.Strategies.Sizing;

/// <summary>The words of the parameter <c>sizeDistribution</c>, in their order.</summary>
internal enum OrderSizeDistribution
{
    Exponential,
    LogNormal,
    Fixed,
    RoundLots,
}
