using MarketSim.Market.Orders;

namespace MarketSim.Market.Data;

/// <summary>A trade of an expert whose trading is recorded.</summary>
/// <param name="Time">By the clock of the bars that it is aligned with.</param>
/// <param name="Price">In currency; greater than 0.</param>
/// <param name="Quantity">In units; greater than 0.</param>
/// <param name="Line">Of the file.</param>
public readonly record struct ExpertTrade(DateTime Time, Side Side, double Price, double Quantity, int Line);
