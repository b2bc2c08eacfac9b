using MarketSim.Market.Time;

namespace MarketSim.Market.Orders;

/// <summary>The side of an order.</summary>
public enum Side : byte
{
    /// <summary>Buys for cash.</summary>
    Buy = 0,
    /// <summary>Sells for cash.</summary>
    Sell = 1,
}

/// <summary>The types of orders: with and without a limit price.</summary>
public enum OrderType : byte
{
    /// <summary>Trades at its price or better; what is left rests, if its time in force lets it.</summary>
    Limit = 0,

    /// <summary>Trades at any price; what is left is cancelled and never rests.</summary>
    Market = 1,
}

/// <summary>The times in force of an order.</summary>
public enum TimeInForce : byte
{
    /// <summary>Stays in the book until it is filled or cancelled.</summary>
    GoodTillCancel = 0,

    /// <summary>The rest that is not filled at once is cancelled.</summary>
    ImmediateOrCancel = 1,

    /// <summary>Filled completely at once, or refused without a trade.</summary>
    FillOrKill = 2,

    /// <summary>Expires at <see cref="NewOrder.ExpiresAt"/>: it can still trade before that time, and no longer at it.</summary>
    GoodTillTime = 3,
}

/// <summary>An order as it reaches the book.</summary>
/// <param name="Price">Limit price; ignored for market orders.</param>
/// <param name="PostOnly">Refused when any of it would trade at once.</param>
/// <param name="ExpiresAt">For <see cref="TimeInForce.GoodTillTime"/> only.</param>
public readonly record struct NewOrder(
    OrderId Id,
    AccountId Account,
    Side Side,
    OrderType Type,
    TimeInForce TimeInForce,
    bool PostOnly,
    Price Price,
    Quantity Quantity,
    SimulatedTime ExpiresAt)
{
    /// <summary>Number of the parent order that it is a child of, the account's own; 0 for none. The venue only writes it down with trades.</summary>
    public int Parent { get; init; }
}
