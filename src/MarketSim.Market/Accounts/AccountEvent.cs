using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Accounts;

/// <summary>The kinds of <see cref="AccountEvent"/>.</summary>
public enum AccountEventKind : byte
{
    /// <summary>An order traded.</summary>
    Filled = 1,
    /// <summary>A request was refused.</summary>
    Refused = 2,
    /// <summary>An order was cancelled.</summary>
    Cancelled = 3,
    /// <summary>An order was amended.</summary>
    Amended = 4,
    /// <summary>An order reached the end of its time in force.</summary>
    Expired = 5,
}

/// <summary>An event of one account about one of its orders; it names no other account.</summary>
/// <param name="Request">Refused: what was refused; otherwise the kind of request does not matter.</param>
/// <param name="Price">Filled: the price traded at. Otherwise the order's price.</param>
/// <param name="Quantity">Filled: the quantity traded. Cancelled, Expired: the quantity taken out. Amended: the new open quantity.</param>
/// <param name="Remaining">Open quantity of the order afterwards; of Cancelled, more than 0 when self-trade prevention cancelled only a part.</param>
/// <param name="Fee">Filled: in tick·lots, negative for a rebate.</param>
public readonly record struct AccountEvent(
    AccountId Account,
    AccountEventKind Kind,
    EventReason Reason,
    RequestKind Request,
    Side Side,
    bool IsAggressor,
    SimulatedTime Time,
    OrderId Order,
    Price Price,
    Quantity Quantity,
    Quantity Remaining,
    long Fee)
{
    /// <summary>True for what an agent did not bring about itself: it wakes its owner on the next tick.</summary>
    public bool Wakes => Kind is AccountEventKind.Filled or AccountEventKind.Refused or AccountEventKind.Expired || Reason is EventReason.SelfTrade;
}
