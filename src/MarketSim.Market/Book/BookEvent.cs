using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Book;

/// <summary>The kinds of book events. The numbers are part of the fingerprint and never change.</summary>
public enum BookEventKind : byte
{
    /// <summary>A new order passed all checks; trades and resting follow.</summary>
    Accepted = 1,

    /// <summary>A new order, cancel or amendment was refused; nothing changed.</summary>
    Refused = 2,

    /// <summary>An aggressor and a resting order traded at the resting order's price.</summary>
    Traded = 3,

    /// <summary>The rest of an order left the book or never entered it: by its owner's wish, as the residual of a market or immediate-or-cancel order, or by self-trade prevention, which may leave some of it open.</summary>
    Cancelled = 4,

    /// <summary>A resting order has a new price or quantity; trades of a re-priced order follow.</summary>
    Amended = 5,

    /// <summary>A good-till-time order reached its time.</summary>
    Expired = 6,
}

/// <summary>The reason why a request was refused, or an order cancelled. The numbers are part of the fingerprint and never change.</summary>
public enum EventReason : byte
{
    /// <summary>Not refused.</summary>
    None = 0,
    /// <summary>The quantity is zero or less.</summary>
    QuantityNotPositive = 1,
    /// <summary>The quantity is no whole number of lots.</summary>
    QuantityNotInLots = 2,
    /// <summary>The price is outside of the book's range.</summary>
    PriceOutOfRange = 3,
    /// <summary>The price is no whole number of ticks.</summary>
    PriceNotOnTick = 4,
    /// <summary>Another order has this number.</summary>
    OrderIdInUse = 5,
    /// <summary>No open order has this number.</summary>
    OrderUnknown = 6,
    /// <summary>The order is another account's.</summary>
    NotTheOwner = 7,
    /// <summary>A post-only order would trade at once.</summary>
    WouldTakeLiquidity = 8,
    /// <summary>A fill-or-kill order cannot be filled.</summary>
    CannotFillCompletely = 9,
    /// <summary>The time in force is over on arrival.</summary>
    AlreadyExpired = 10,
    /// <summary>Price and quantity are as they were.</summary>
    AmendmentChangesNothing = 11,
    /// <summary>Type and time in force do not go together.</summary>
    CombinationNotAllowed = 12,
    /// <summary>The session is over.</summary>
    MarketClosed = 13,
    /// <summary>The quantity is beyond the book's limit.</summary>
    QuantityTooLarge = 14,

    /// <summary>An account of limited funds has neither the cash nor the inventory for it.</summary>
    InsufficientFunds = 15,

    /// <summary>Cancelled on its owner's request.</summary>
    Requested = 64,

    /// <summary>The unfilled rest of a market or immediate-or-cancel order.</summary>
    Residual = 65,

    /// <summary>Taken away from an order that would have traded with another one of its owner (<see cref="SelfTradeRules"/>).</summary>
    SelfTrade = 66,
}

/// <summary>One event of the book, in the order in which it happened.</summary>
/// <param name="Order">The order it is about; of a trade, the aggressor.</param>
/// <param name="Account">Its owner; of a refusal, the account that asked.</param>
/// <param name="Side">Its side; of a trade, the aggressor's.</param>
/// <param name="Price">Its price; of a trade, the price traded at.</param>
/// <param name="Quantity">Accepted, Refused: the quantity asked for. Traded: the quantity traded. Cancelled, Expired: the quantity taken out. Amended: the new open quantity.</param>
/// <param name="Remaining">Open quantity of <paramref name="Order"/> after the event.</param>
/// <param name="RestingOrder">Of a trade: the order that was resting; otherwise default.</param>
/// <param name="RestingAccount">Of a trade: its owner.</param>
/// <param name="RestingRemaining">Of a trade: what is open of it afterwards.</param>
public readonly record struct BookEvent(
    BookEventKind Kind,
    EventReason Reason,
    Side Side,
    SimulatedTime Time,
    OrderId Order,
    AccountId Account,
    Price Price,
    Quantity Quantity,
    Quantity Remaining,
    OrderId RestingOrder,
    AccountId RestingAccount,
    Quantity RestingRemaining)
{
    /// <summary>The aggressor's parent order of a trade; 0 for none. Not a part of the fingerprint: it has no effect.</summary>
    public int Parent { get; init; }

    /// <summary>The resting order's parent order of a trade; 0 for none.</summary>
    public int RestingParent { get; init; }
}

/// <summary>Takes the book's events as they happen. A struct, so that the call is direct and allocates nothing.</summary>
public interface IBookEventSink
{
    /// <summary>Called for each event, in the order in which they happen.</summary>
    void OnEvent(in BookEvent bookEvent);
}
