using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Book;

/// <summary>An order that rests in the book, as it is at the moment of asking.</summary>
/// <param name="OpenQuantity">Quantity neither filled nor cancelled; always positive.</param>
/// <param name="TimeInForce">Good-till-cancel or good-till-time: no other order rests.</param>
/// <param name="ExpiresAt"><see cref="SimulatedTime.Never"/> for good-till-cancel.</param>
public readonly record struct RestingOrder(
    OrderId Id,
    AccountId Account,
    Side Side,
    Price Price,
    Quantity OpenQuantity,
    TimeInForce TimeInForce,
    bool PostOnly,
    SimulatedTime ExpiresAt);
