namespace MarketSim.Agents.Strategies.Sizing;

/// <summary>The words of the parameter <c>sizeLaw</c>, in their order.</summary>
internal enum OrderSizeDistribution
{
    Exponential,
    LogNormal,
    Fixed,
    RoundLots,
}
