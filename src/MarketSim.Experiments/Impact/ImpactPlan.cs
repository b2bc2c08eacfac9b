using MarketSim.Market.Orders;

namespace MarketSim.Experiments.Impact;

/// <summary>A parent order that is sent into a running market to see what it does there.</summary>
/// <param name="Quantity">Units; 0 for the market without it.</param>
/// <param name="StartSeconds">After the open.</param>
/// <param name="DurationSeconds">Time over which equal children are sent, one every 5 s; the last one 5 s before its end.</param>
/// <param name="RoundTrip">True to sell the purchase again afterwards, at the same rate.</param>
public sealed record ImpactPlan(Side Side, double Quantity, double StartSeconds, double DurationSeconds, bool RoundTrip = false);
