using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Book;

/// <summary>A limit order book with continuous trading by price and time priority.</summary>
/// <remarks>
/// <para>Not thread-safe. In the steady state it allocates nothing. Times must not decrease from call to call. A sink must not call the book.</para>
/// <para>
/// Every request first expires what is due (see <see cref="Expire"/>), so that no order trades at or after its time, however seldom
/// the caller expires.
/// </para>
/// <para>
/// The first check that fails decides the reason of a refusal. New order: combination of type, time in force and post-only; quantity
/// positive, not too large, in lots; price in range, on a tick; not expired; id not in use; post-only does not trade; fill-or-kill can
/// be filled. Amendment: order known; of that account; quantity; price; something changes; post-only does not trade. Cancellation:
/// order known; of that account.
/// </para>
/// </remarks>
public sealed class OrderBook
{
    private readonly OrderChecks _checks;
    private readonly RestingOrders _resting;
    private readonly SelfTradeRules _selfTrades;
    private readonly bool _preventsSelfTrades;

    /// <exception cref="ArgumentException">The rules contradict each other.</exception>
    public OrderBook(BookRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        rules.ThrowIfInconsistent(nameof(rules));
        _checks = new OrderChecks(rules);
        _resting = new RestingOrders(rules.MaximumPrice);
        _selfTrades = rules.SelfTrades;
        _preventsSelfTrades = rules.SelfTrades.Mode != SelfTradeMode.Allow || rules.SelfTrades.Accounts.Any(static account => account.Mode != SelfTradeMode.Allow);
    }

    /// <summary>The time at which the next good-till-time order expires; <see cref="SimulatedTime.Never"/> when none does.</summary>
    public SimulatedTime NextExpiry => _resting.NextExpiry;

    /// <summary>Number of resting orders.</summary>
    public int OrderCount => _resting.Count;

    /// <summary>Highest bid; null without bids.</summary>
    public Price? BestBid => _resting.SideOf(Side.Buy).BestPrice;

    /// <summary>Lowest ask; null without asks.</summary>
    public Price? BestAsk => _resting.SideOf(Side.Sell).BestPrice;

    /// <summary>Quantity at the highest bid; zero when there is none.</summary>
    public Quantity BestBidQuantity => _resting.SideOf(Side.Buy).BestQuantity;

    /// <summary>Quantity at the lowest ask; zero when there is none.</summary>
    public Quantity BestAskQuantity => _resting.SideOf(Side.Sell).BestQuantity;

    /// <summary>Copies the best levels of one side, best first, as many as there are and fit.</summary>
    /// <returns>Number of copied entries.</returns>
    public int CopyLevels(Side side, Span<BookLevel> levels) => _resting.SideOf(side).CopyLevels(levels);

    /// <summary>Copies the orders of one side, best price first, at one price the first in the queue first, as many as there are and fit.</summary>
    /// <returns>Number of copied entries.</returns>
    public int CopyOrders(Side side, Span<RestingOrder> orders) => _resting.CopyOrders(side, orders);

    /// <returns>False when no such order rests.</returns>
    public bool TryGetOrder(OrderId id, out RestingOrder order)
    {
        int slot = _resting.Find(id);
        order = slot == 0 ? default : _resting.View(slot);
        return slot != 0;
    }

    /// <summary>Writes the orders of both sides, best price first, at one price the first in the queue first.</summary>
    /// <remarks>Equal books give equal bytes, whatever their history.</remarks>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        OrderBookState.Save(_resting, writer);
    }

    /// <summary>A book that behaves exactly like the saved one.</summary>
    /// <exception cref="InvalidDataException">The data is not a book that these rules allow.</exception>
    public static OrderBook Restore(BookRules rules, ref MessagePackReader reader)
    {
        OrderBook book = new(rules);
        OrderBookState.Restore(book._resting, book._checks, ref reader);
        return book;
    }

    /// <summary>A request about the order will follow soon: brings what it needs into the cache. Changes nothing.</summary>
    internal void Prefetch(OrderId order) => _resting.Prefetch(order);

    /// <summary>Accepts or refuses a new order, trades it, and lets the rest of it rest or cancels it.</summary>
    /// <remarks>
    /// Refused; or Accepted, then Traded for each fill, then Cancelled with <see cref="EventReason.Residual"/> when some is left that
    /// must not rest. Between fills, Cancelled with <see cref="EventReason.SelfTrade"/> for what <see cref="SelfTradeRules"/> take away from
    /// this order or a resting one.
    /// </remarks>
    public void Submit<TSink>(in NewOrder order, SimulatedTime now, ref TSink sink)
        where TSink : struct, IBookEventSink, allows ref struct
    {
        Expire(now, ref sink);
        BookSide opposite = _resting.Opposite(order.Side);
        long worstRank = order.Type == OrderType.Market ? BookSide.AnyRank : opposite.RankOf(order.Price);
        EventReason refusal = _checks.OfNewOrder(order, now);
        if (refusal == EventReason.None)
        {
            refusal = CheckAgainstBook(order, opposite, worstRank);
        }

        if (refusal != EventReason.None)
        {
            sink.OnEvent(BookEvents.Refused(order, refusal, now));
            return;
        }

        sink.OnEvent(BookEvents.Accepted(order, now));
        Aggressor aggressor = new(
            order.Id, order.Account, order.Side, order.Type == OrderType.Market ? default : order.Price, worstRank, PreventionFor(order.Account));
        Quantity open = Matching.Match(_resting, aggressor, order.Quantity, now, ref sink);
        if (open.Lots == 0)
        {
            return;
        }

        if (order.Type == OrderType.Limit && order.TimeInForce != TimeInForce.ImmediateOrCancel)
        {
            _resting.Add(order, open);
        }
        else
        {
            sink.OnEvent(BookEvents.ResidualCancelled(order, open, now));
        }
    }

    /// <summary>Takes a resting order out.</summary>
    /// <remarks>Refused; or Cancelled with <see cref="EventReason.Requested"/>.</remarks>
    public void Cancel<TSink>(OrderId order, AccountId account, SimulatedTime now, ref TSink sink)
        where TSink : struct, IBookEventSink, allows ref struct
    {
        Expire(now, ref sink);
        int slot = _resting.Find(order);
        EventReason refusal = CheckOwner(slot, account);
        if (refusal != EventReason.None)
        {
            sink.OnEvent(BookEvents.CancelRefused(order, account, refusal, now));
            return;
        }

        sink.OnEvent(BookEvents.Cancelled(_resting[slot], now));
        _resting.Remove(slot);
    }

    /// <summary>Gives a resting order a new price and open quantity.</summary>
    /// <remarks>
    /// Refused; or Amended, then, when re-priced, Traded for each fill, and what <see cref="SelfTradeRules"/> cancel between them. A smaller quantity at the same price keeps the order's place in
    /// the queue; anything else sends it to the back of its price. Post-only and the expiry stay as they were.
    /// </remarks>
    /// <param name="openQuantity">New open quantity, fills so far excluded.</param>
    public void Amend<TSink>(OrderId order, AccountId account, Price price, Quantity openQuantity, SimulatedTime now, ref TSink sink)
        where TSink : struct, IBookEventSink, allows ref struct
    {
        Expire(now, ref sink);
        Amendment amendment = new(order, account, price, openQuantity);
        int slot = _resting.Find(order);
        EventReason refusal = CheckOwner(slot, account);
        RestingOrder? owned = refusal == EventReason.None ? _resting.View(slot) : null;
        if (owned is { } current)
        {
            refusal = CheckAmendment(amendment, current);
        }

        if (refusal != EventReason.None)
        {
            sink.OnEvent(BookEvents.AmendmentRefused(amendment, owned, refusal, now));
        }
        else
        {
            ApplyAmendment(slot, amendment, now, ref sink);
        }
    }

    /// <summary>Takes out all good-till-time orders whose time has come, the earliest first, equal times in the order of their ids.</summary>
    /// <remarks>Expired for each, at the order's own expiry time, which can lie before <paramref name="now"/>.</remarks>
    public void Expire<TSink>(SimulatedTime now, ref TSink sink)
        where TSink : struct, IBookEventSink, allows ref struct
    {
        while (_resting.NextExpiry <= now && _resting.AnyExpires)
        {
            int slot = _resting.NextToExpire;
            sink.OnEvent(BookEvents.Expired(_resting[slot]));
            _resting.Remove(slot);
        }
    }

    private EventReason CheckAgainstBook(in NewOrder order, BookSide opposite, long worstRank)
    {
        if (_resting.Find(order.Id) != 0)
        {
            return EventReason.OrderIdInUse;
        }

        if (order.PostOnly && opposite.BestRank <= worstRank)
        {
            return EventReason.WouldTakeLiquidity;
        }

        if (order.TimeInForce == TimeInForce.FillOrKill && !CanFill(order, opposite, worstRank))
        {
            return EventReason.CannotFillCompletely;
        }

        return EventReason.None;
    }

    private bool CanFill(in NewOrder order, BookSide opposite, long worstRank) => PreventionFor(order.Account) is { } rules
        ? SelfTradePrevention.CanFill(_resting, order, worstRank, rules)
        : opposite.CanFill(order.Quantity, worstRank);

    /// <summary>The rules of self-trade prevention for an account; null when it may trade with its owner's orders.</summary>
    private SelfTradeRules? PreventionFor(AccountId account) =>
        _preventsSelfTrades && _selfTrades.ModeOf(account) != SelfTradeMode.Allow ? _selfTrades : null;

    private EventReason CheckOwner(int slot, AccountId account)
    {
        if (slot == 0)
        {
            return EventReason.OrderUnknown;
        }

        return _resting[slot].Account == account ? EventReason.None : EventReason.NotTheOwner;
    }

    private EventReason CheckAmendment(in Amendment amendment, in RestingOrder current)
    {
        EventReason reason = _checks.OfPriceAndQuantity(amendment.Price, amendment.OpenQuantity);
        if (reason != EventReason.None)
        {
            return reason;
        }

        if (amendment.Price == current.Price && amendment.OpenQuantity == current.OpenQuantity)
        {
            return EventReason.AmendmentChangesNothing;
        }

        BookSide opposite = _resting.Opposite(current.Side);
        return current.PostOnly && opposite.BestRank <= opposite.RankOf(amendment.Price) ? EventReason.WouldTakeLiquidity : EventReason.None;
    }

    private void ApplyAmendment<TSink>(int slot, in Amendment amendment, SimulatedTime now, ref TSink sink)
        where TSink : struct, IBookEventSink, allows ref struct
    {
        ref OrderSlot order = ref _resting[slot];
        BookSide own = _resting.SideOf(order.Side);
        bool keepsPlace = amendment.Price == order.Price && amendment.OpenQuantity < order.Open;
        if (keepsPlace)
        {
            own.Reduce(slot, order.Open - amendment.OpenQuantity);
            sink.OnEvent(BookEvents.Amended(order, now));
            return;
        }

        own.Unlink(slot);
        order.Price = amendment.Price;
        order.Open = amendment.OpenQuantity;
        sink.OnEvent(BookEvents.Amended(order, now));

        BookSide opposite = _resting.Opposite(order.Side);
        Aggressor aggressor = new(order.Id, order.Account, order.Side, order.Price, opposite.RankOf(order.Price), PreventionFor(order.Account));
        order.Open = Matching.Match(_resting, aggressor, order.Open, now, ref sink);
        if (order.Open.Lots > 0)
        {
            own.Append(slot);
        }
        else
        {
            _resting.Release(slot);
        }
    }
}
