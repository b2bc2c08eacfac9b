using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Book;

/// <summary>Fills in the events, each kind in one place.</summary>
internal static class BookEvents
{
    public static BookEvent Accepted(in NewOrder order, SimulatedTime now) =>
        OfNewOrder(BookEventKind.Accepted, EventReason.None, order, now, order.Quantity, order.Quantity);

    public static BookEvent Refused(in NewOrder order, EventReason reason, SimulatedTime now) =>
        OfNewOrder(BookEventKind.Refused, reason, order, now, order.Quantity, Quantity.Zero);

    public static BookEvent ResidualCancelled(in NewOrder order, Quantity residual, SimulatedTime now) =>
        OfNewOrder(BookEventKind.Cancelled, EventReason.Residual, order, now, residual, Quantity.Zero);

    /// <summary>Tells nothing of the order but to its owner.</summary>
    public static BookEvent CancelRefused(OrderId order, AccountId account, EventReason reason, SimulatedTime now) =>
        new(BookEventKind.Refused, reason, default, now, order, account, default, default, default, default, default, default);

    /// <inheritdoc cref="CancelRefused"/>
    public static BookEvent AmendmentRefused(in Amendment amendment, in RestingOrder? owned, EventReason reason, SimulatedTime now) =>
        new(
            BookEventKind.Refused,
            reason,
            owned?.Side ?? default,
            now,
            amendment.Order,
            amendment.Account,
            amendment.Price,
            amendment.OpenQuantity,
            owned?.OpenQuantity ?? default,
            default,
            default,
            default);

    public static BookEvent Cancelled(in OrderSlot order, SimulatedTime now) =>
        Left(BookEventKind.Cancelled, EventReason.Requested, order, now);

    public static BookEvent SelfTradeCancelled(in OrderSlot resting, Quantity quantity, Quantity left, SimulatedTime now) =>
        Left(BookEventKind.Cancelled, EventReason.SelfTrade, resting, now) with { Quantity = quantity, Remaining = left };

    public static BookEvent SelfTradeCancelled(in Aggressor aggressor, Quantity quantity, Quantity left, SimulatedTime now) =>
        new(BookEventKind.Cancelled, EventReason.SelfTrade, aggressor.Side, now, aggressor.Id, aggressor.Account, aggressor.ShownPrice, quantity, left, default, default, default);

    public static BookEvent Expired(in OrderSlot order) =>
        Left(BookEventKind.Expired, EventReason.None, order, order.ExpiresAt);

    public static BookEvent Amended(in OrderSlot order, SimulatedTime now) =>
        new(BookEventKind.Amended, EventReason.None, order.Side, now, order.Id, order.Account, order.Price, order.Open, order.Open, default, default, default);

    // A market order's price means nothing, and is not repeated.
    private static BookEvent OfNewOrder(
        BookEventKind kind, EventReason reason, in NewOrder order, SimulatedTime now, Quantity quantity, Quantity remaining) =>
        new(
            kind,
            reason,
            order.Side,
            now,
            order.Id,
            order.Account,
            order.Type == OrderType.Market ? default : order.Price,
            quantity,
            remaining,
            default,
            default,
            default);

    private static BookEvent Left(BookEventKind kind, EventReason reason, in OrderSlot order, SimulatedTime time) =>
        new(kind, reason, order.Side, time, order.Id, order.Account, order.Price, order.Open, Quantity.Zero, default, default, default);
}
