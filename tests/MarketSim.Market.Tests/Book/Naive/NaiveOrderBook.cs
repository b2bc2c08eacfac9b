using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Book.Naive;

/// <summary>The book written down as simply as the rules can be: two sorted lists, searched from the front.</summary>
internal partial class NaiveOrderBook(BookRules rules) : BookUnderTest
{
    private readonly List<RestingOrder> _bids = [];
    private readonly List<RestingOrder> _asks = [];

    public override SimulatedTime NextExpiry
    {
        get
        {
            SimulatedTime earliest = SimulatedTime.Never;
            foreach (RestingOrder order in _bids)
            {
                earliest = order.ExpiresAt < earliest ? order.ExpiresAt : earliest;
            }

            foreach (RestingOrder order in _asks)
            {
                earliest = order.ExpiresAt < earliest ? order.ExpiresAt : earliest;
            }

            return earliest;
        }
    }

    public override int OrderCount => _bids.Count + _asks.Count;

    public override Price? BestBid => _bids.Count == 0 ? null : _bids[0].Price;

    public override Price? BestAsk => _asks.Count == 0 ? null : _asks[0].Price;

    public override Quantity BestBidQuantity => QuantityAtBest(_bids);

    public override Quantity BestAskQuantity => QuantityAtBest(_asks);

    public override void CopyOrders(Side side, List<RestingOrder> orders)
    {
        orders.Clear();
        orders.AddRange(SideOf(side));
    }

    public override void CopyLevels(Side side, List<BookLevel> levels)
    {
        levels.Clear();
        foreach (RestingOrder order in SideOf(side))
        {
            if (levels.Count > 0 && levels[^1].Price == order.Price)
            {
                levels[^1] = new BookLevel(order.Price, levels[^1].Quantity + order.OpenQuantity, levels[^1].Orders + 1);
            }
            else
            {
                levels.Add(new BookLevel(order.Price, order.OpenQuantity, 1));
            }
        }
    }

    public override RestingOrder? Find(OrderId id)
    {
        foreach (RestingOrder order in _bids)
        {
            if (order.Id == id)
            {
                return order;
            }
        }

        foreach (RestingOrder order in _asks)
        {
            if (order.Id == id)
            {
                return order;
            }
        }

        return null;
    }

    protected override void Submit(in NewOrder order, SimulatedTime now)
    {
        Expire(now);
        Price shown = order.Type == OrderType.Market ? default : order.Price;
        EventReason refusal = Check(order, now);
        if (refusal != EventReason.None)
        {
            Add(BookEventKind.Refused, refusal, now, order, shown, order.Quantity, Quantity.Zero);
            return;
        }

        Add(BookEventKind.Accepted, EventReason.None, now, order, shown, order.Quantity, order.Quantity);
        Quantity open = Trade(order, now);
        if (open == Quantity.Zero)
        {
            return;
        }

        if (order.Type == OrderType.Market || order.TimeInForce == TimeInForce.ImmediateOrCancel)
        {
            Add(BookEventKind.Cancelled, EventReason.Residual, now, order, shown, open, Quantity.Zero);
            return;
        }

        SimulatedTime expiresAt = order.TimeInForce == TimeInForce.GoodTillTime ? order.ExpiresAt : SimulatedTime.Never;
        Insert(new RestingOrder(order.Id, order.Account, order.Side, order.Price, open, order.TimeInForce, order.PostOnly, expiresAt));
    }

    protected override void Cancel(OrderId order, AccountId account, SimulatedTime now)
    {
        Expire(now);
        RestingOrder? found = Find(order);
        if (found is not { } resting || resting.Account != account)
        {
            EventReason reason = found is null ? EventReason.OrderUnknown : EventReason.NotTheOwner;
            Events.Add(new BookEvent(
                BookEventKind.Refused, reason, default, now, order, account, default, default, default, default, default, default));
            return;
        }

        SideOf(resting.Side).Remove(resting);
        Add(BookEventKind.Cancelled, EventReason.Requested, now, resting, resting.OpenQuantity, Quantity.Zero);
    }

    protected override void Amend(OrderId order, AccountId account, Price price, Quantity openQuantity, SimulatedTime now)
    {
        Expire(now);
        RestingOrder? found = Find(order);
        RestingOrder? own = found?.Account == account ? found : null;
        EventReason refusal = found is null ? EventReason.OrderUnknown
            : own is null ? EventReason.NotTheOwner
            : CheckAmendment(own.Value, price, openQuantity);
        if (refusal != EventReason.None)
        {
            Events.Add(new BookEvent(
                BookEventKind.Refused, refusal, own?.Side ?? default, now, order, account, price, openQuantity,
                own?.OpenQuantity ?? default, default, default, default));
            return;
        }

        RestingOrder before = own!.Value;
        RestingOrder after = before with { Price = price, OpenQuantity = openQuantity };
        Add(BookEventKind.Amended, EventReason.None, now, after, openQuantity, openQuantity);
        List<RestingOrder> side = SideOf(before.Side);
        if (KeepsPriority(before, after))
        {
            side[side.IndexOf(before)] = after;
            return;
        }

        side.Remove(before);
        NewOrder aggressor = new(order, account, before.Side, OrderType.Limit, before.TimeInForce, before.PostOnly, price, openQuantity, default);
        Quantity open = Trade(aggressor, now);
        if (open > Quantity.Zero)
        {
            Insert(after with { OpenQuantity = open });
        }
    }

    protected override void Expire(SimulatedTime now)
    {
        if (NextExpiry > now)
        {
            return;
        }

        RestingOrder[] due = [.. _bids.Concat(_asks).Where(order => IsDue(order, now)).OrderBy(order => order.ExpiresAt).ThenBy(order => order.Id)];
        foreach (RestingOrder order in due)
        {
            SideOf(order.Side).Remove(order);
            Add(BookEventKind.Expired, EventReason.None, order.ExpiresAt, order, order.OpenQuantity, Quantity.Zero);
        }
    }

    protected override void SaveAndRestore()
    {
    }

    /// <summary>Overridden by the deliberately broken books.</summary>
    protected virtual bool KeepsPriority(RestingOrder before, RestingOrder after) =>
        after.Price == before.Price && after.OpenQuantity < before.OpenQuantity;

    /// <inheritdoc cref="KeepsPriority"/>
    protected virtual bool IsDue(RestingOrder order, SimulatedTime now) => order.TimeInForce == TimeInForce.GoodTillTime && order.ExpiresAt <= now;

    private static Quantity QuantityAtBest(List<RestingOrder> side) =>
        new(side.TakeWhile(order => order.Price == side[0].Price).Sum(order => order.OpenQuantity.Lots));

    private static bool Crosses(in NewOrder order, RestingOrder resting) =>
        order.Type == OrderType.Market || (order.Side == Side.Buy ? resting.Price <= order.Price : resting.Price >= order.Price);

    private List<RestingOrder> SideOf(Side side) => side == Side.Buy ? _bids : _asks;

    private List<RestingOrder> Opposite(Side side) => side == Side.Buy ? _asks : _bids;

    private Quantity Trade(in NewOrder order, SimulatedTime now)
    {
        List<RestingOrder> opposite = Opposite(order.Side);
        Quantity open = order.Quantity;
        while (open > Quantity.Zero && opposite.Count > 0 && Crosses(order, opposite[0]))
        {
            RestingOrder resting = opposite[0];
            if (IsPrevented(order.Account, resting.Account))
            {
                open = Prevent(order, open, opposite, now);
                continue;
            }

            Quantity traded = Quantity.Min(open, resting.OpenQuantity);
            Quantity left = resting.OpenQuantity - traded;
            open -= traded;
            Events.Add(new BookEvent(
                BookEventKind.Traded, EventReason.None, order.Side, now, order.Id, order.Account, resting.Price, traded, open,
                resting.Id, resting.Account, left));
            if (left == Quantity.Zero)
            {
                opposite.RemoveAt(0);
            }
            else
            {
                opposite[0] = resting with { OpenQuantity = left };
            }
        }

        return open;
    }

    private void Insert(RestingOrder order)
    {
        List<RestingOrder> side = SideOf(order.Side);
        int position = side.FindIndex(other => order.Side == Side.Buy ? other.Price < order.Price : other.Price > order.Price);
        side.Insert(position < 0 ? side.Count : position, order);
    }

    private void Add(BookEventKind kind, EventReason reason, SimulatedTime now, in NewOrder order, Price price, Quantity quantity, Quantity remaining) =>
        Events.Add(new BookEvent(kind, reason, order.Side, now, order.Id, order.Account, price, quantity, remaining, default, default, default));

    private void Add(BookEventKind kind, EventReason reason, SimulatedTime now, RestingOrder order, Quantity quantity, Quantity remaining) =>
        Events.Add(new BookEvent(kind, reason, order.Side, now, order.Id, order.Account, order.Price, quantity, remaining, default, default, default));
}
