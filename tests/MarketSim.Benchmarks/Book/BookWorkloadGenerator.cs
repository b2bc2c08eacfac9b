using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Benchmarks.Book;

/// <summary>Draws the messages, with a book beside them that knows which orders rest.</summary>
internal sealed class BookWorkloadGenerator(ulong seed, int restingOrders, long middle, long ticksPerMessage, int spread)
{
    private const int Accounts = 1_000;
    private const long NanosecondsPerMessage = 1_000;

    private readonly OrderBook _book = new(BookWorkload.Rules);
    private readonly int[] _sequences = new int[Accounts];
    private readonly List<OrderId> _live = [];
    private readonly Dictionary<OrderId, int> _positions = [];
    private RandomStream _random = new(seed, RandomPurpose.Test, 0, 0);
    private long _middle = middle;
    private long _time;

    public BookWorkload Generate(int count)
    {
        List<BookMessage> opening = [];
        while (_live.Count < restingOrders)
        {
            Send(Submit(PassivePrice(out Side side), side, TimeInForce.GoodTillCancel), opening);
        }

        List<BookMessage> messages = new(count);
        while (messages.Count < count)
        {
            _middle += ticksPerMessage + (_random.NextInt64(1_024) == 0 ? _random.NextInt64(3) - 1 : 0);
            Send(Next(), messages);
        }

        return BookWorkload.Of(opening, messages);
    }

    private BookMessage Next() => _random.NextInt64(1_000) switch
    {
        < 425 => NewLimitOrder(),
        < 500 => ImmediateOrCancel(),
        < 910 => ForLiveOrder(BookMessageKind.Cancel),
        _ => ForLiveOrder(BookMessageKind.Amend),
    };

    // An order that crosses, when there are too many, keeps their number where it is.
    private BookMessage NewLimitOrder()
    {
        long price = PassivePrice(out Side side);
        if (_live.Count > restingOrders)
        {
            price = (side == Side.Buy ? _book.BestAsk : _book.BestBid)?.Ticks ?? price;
        }

        return Submit(price, side, TimeInForce.GoodTillCancel);
    }

    private BookMessage ImmediateOrCancel()
    {
        Side side = _random.NextBoolean() ? Side.Buy : Side.Sell;
        long price = (side == Side.Buy ? _book.BestAsk : _book.BestBid)?.Ticks ?? _middle;
        return Submit(price, side, TimeInForce.ImmediateOrCancel, maxQuantity: 5);
    }

    private BookMessage ForLiveOrder(BookMessageKind kind)
    {
        if (_live.Count == 0)
        {
            return NewLimitOrder();
        }

        _book.TryGetOrder(_live[_random.NextInt32(_live.Count)], out RestingOrder order);
        bool smaller = order.OpenQuantity.Lots > 1 && _random.NextBoolean();
        Price price = smaller ? order.Price : new Price(PassivePrice(order.Side));
        Quantity quantity = smaller ? new Quantity(1 + _random.NextInt64(order.OpenQuantity.Lots - 1)) : order.OpenQuantity;
        return new BookMessage(kind, Now(), default(NewOrder) with { Id = order.Id, Account = order.Account, Price = price, Quantity = quantity });
    }

    private BookMessage Submit(long price, Side side, TimeInForce timeInForce, long maxQuantity = 100)
    {
        AccountId account = new(_random.NextInt32(Accounts));
        OrderId id = OrderId.Of(account, _sequences[account.Value]++);
        Quantity quantity = new(1 + _random.NextInt64(maxQuantity));
        return new BookMessage(
            BookMessageKind.Submit, Now(), new NewOrder(id, account, side, OrderType.Limit, timeInForce, false, new Price(price), quantity, default));
    }

    private long PassivePrice(out Side side)
    {
        side = _random.NextBoolean() ? Side.Buy : Side.Sell;
        return PassivePrice(side);
    }

    private long PassivePrice(Side side)
    {
        long distance = 1 + _random.NextInt64(spread);
        return Math.Max(1, side == Side.Buy ? _middle - distance : _middle + distance);
    }

    private SimulatedTime Now() => new(_time += NanosecondsPerMessage);

    private void Send(BookMessage message, List<BookMessage> messages)
    {
        messages.Add(message);
        LiveOrders live = new(_live, _positions);
        BookWorkload.Send([message], _book, ref live);
        if (message.Kind == BookMessageKind.Submit && _book.TryGetOrder(message.Order.Id, out _))
        {
            live.Add(message.Order.Id);
        }
    }

    private readonly struct LiveOrders(List<OrderId> ids, Dictionary<OrderId, int> positions) : IBookEventSink
    {
        public void Add(OrderId id)
        {
            positions.Add(id, ids.Count);
            ids.Add(id);
        }

        public void OnEvent(in BookEvent bookEvent)
        {
            if (bookEvent.Kind is BookEventKind.Traded or BookEventKind.Cancelled && bookEvent.Remaining.Lots == 0)
            {
                Remove(bookEvent.Order);
            }

            if (bookEvent.Kind == BookEventKind.Traded && bookEvent.RestingRemaining.Lots == 0)
            {
                Remove(bookEvent.RestingOrder);
            }
        }

        private void Remove(OrderId id)
        {
            if (!positions.Remove(id, out int position))
            {
                return;
            }

            OrderId last = ids[^1];
            ids.RemoveAt(ids.Count - 1);
            if (last == id)
            {
                return;
            }

            ids[position] = last;
            positions[last] = position;
        }
    }
}
