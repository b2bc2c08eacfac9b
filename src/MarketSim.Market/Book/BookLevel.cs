using MarketSim.Market.Orders;

namespace MarketSim.Market.Book;

/// <summary>One price of one side of the book.</summary>
/// <param name="Quantity">Sum of the open quantities at that price.</param>
/// <param name="Orders">Number of orders at that price.</param>
public readonly record struct BookLevel(Price Price, Quantity Quantity, int Orders);
