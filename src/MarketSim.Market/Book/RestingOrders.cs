using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Book;

/// <summary>All orders that rest: their memory, both sides' queues, the index of ids, and the expiry times, kept in step.</summary>
internal sealed class RestingOrders
{
    private readonly OrderPool _pool = new();
    private readonly OrderIndex _index;
    private readonly ExpiryHeap _expiries;
    private readonly BookSide _bids;
    private readonly BookSide _asks;

    public RestingOrders(Price maximumPrice)
    {
        _index = new OrderIndex(_pool);
        _expiries = new ExpiryHeap(_pool);
        _bids = new BookSide(Side.Buy, maximumPrice, _pool);
        _asks = new BookSide(Side.Sell, maximumPrice, _pool);
    }

    public int Count => _index.Count;

    public SimulatedTime NextExpiry => _expiries.NextExpiry;

    /// <summary>The slot of the order that expires next; only when there is one.</summary>
    public int NextToExpire => _expiries.NextSlot;

    public bool AnyExpires => _expiries.Count > 0;

    /// <summary>A reference into the pool; no longer valid after the next <see cref="Add"/>.</summary>
    public ref OrderSlot this[int slot] => ref _pool[slot];

    public BookSide SideOf(Side side) => side == Side.Buy ? _bids : _asks;

    /// <summary>The side that an order of <paramref name="side"/> trades with.</summary>
    public BookSide Opposite(Side side) => side == Side.Buy ? _asks : _bids;

    /// <summary>Brings what finding an order needs into the cache.</summary>
    public void Prefetch(OrderId id) => _index.Prefetch(id);

    /// <returns>The order's slot, or 0 when no such order rests.</returns>
    public int Find(OrderId id) => _index.Find(id);

    public void Add(in NewOrder order, Quantity open)
    {
        int slot = _pool.Rent();
        bool expires = order.TimeInForce == TimeInForce.GoodTillTime;
        ref OrderSlot resting = ref _pool[slot];
        resting.Id = order.Id;
        resting.Account = order.Account;
        resting.Side = order.Side;
        resting.Price = order.Price;
        resting.Open = open;
        resting.TimeInForce = order.TimeInForce;
        resting.PostOnly = order.PostOnly;
        resting.ExpiresAt = expires ? order.ExpiresAt : SimulatedTime.Never;
        resting.ExpiryPosition = 0;

        _index.Add(order.Id, slot);
        SideOf(order.Side).Append(slot);
        if (expires)
        {
            _expiries.Add(slot);
        }
    }

    public void Remove(int slot)
    {
        SideOf(_pool[slot].Side).Unlink(slot);
        Release(slot);
    }

    /// <summary>Forgets an order that is in no queue any more.</summary>
    public void Release(int slot)
    {
        ref OrderSlot order = ref _pool[slot];
        if (order.ExpiryPosition != 0)
        {
            _expiries.Remove(slot);
        }

        _index.Remove(order.Id, slot);
        _pool.Return(slot);
    }

    /// <summary>Copies the orders of one side, best price first, at one price the first in the queue first, as many as there are and fit.</summary>
    /// <returns>Number of copied entries.</returns>
    public int CopyOrders(Side side, Span<RestingOrder> orders)
    {
        BookSide own = SideOf(side);
        int count = 0;
        for (int index = own.BestLevel; index != 0; index = own.NextLevel(index))
        {
            for (int slot = own.Level(index).Head; slot != 0; slot = _pool[slot].Next)
            {
                if (count == orders.Length)
                {
                    return count;
                }

                orders[count++] = View(slot);
            }
        }

        return count;
    }

    public RestingOrder View(int slot)
    {
        ref OrderSlot order = ref _pool[slot];
        return new RestingOrder(order.Id, order.Account, order.Side, order.Price, order.Open, order.TimeInForce, order.PostOnly, order.ExpiresAt);
    }
}
