using MarketSim.Market.Orders;

namespace MarketSim.Market.Book;

/// <summary>The wish to change a resting order.</summary>
internal readonly record struct Amendment(OrderId Order, AccountId Account, Price Price, Quantity OpenQuantity);
