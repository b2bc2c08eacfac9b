namespace MarketSim.Live.Tapes;

/// <summary>A trade as the page shows it.</summary>
/// <param name="Time">Seconds of simulated time.</param>
/// <param name="Price">Currency per unit.</param>
/// <param name="Quantity">Units.</param>
/// <param name="IsBuy">True when the buyer was the aggressor.</param>
/// <param name="Order">The aggressor's.</param>
internal readonly record struct TapeTrade(long Tick, double Time, double Price, double Quantity, bool IsBuy, long Aggressor, long Resting, long Order);
