namespace MarketSim.Environments.MarketMaking;

/// <summary>Distances of the quotes from the mid, in price; a negative one is beyond it.</summary>
public readonly record struct QuoteDistances(double Bid, double Ask);
