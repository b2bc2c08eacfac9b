using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Venues;

/// <summary>
/// Orders of accounts that prices do not react to. They trade with the venue at the book's prices and leave the book as it is: what takes, takes what
/// lies there, level by level, and it continues lying there; what rests is filled when a trade of others comes to its price or beyond, at its own price,
/// up to what was traded.
/// </summary>
/// <remarks>Two shadow orders can be filled from the same quantity: neither knows of the other, as neither is there for anybody else.</remarks>
internal sealed class ShadowOrders(BookRules rules)
{
    /// <summary>The other side of every shadow trade, in events and tables; no account has this number.</summary>
    public static readonly AccountId House = new(-1);

    private readonly OrderChecks _checks = new(rules);
    private readonly List<NewOrder> _resting = [];
    private readonly List<BookLevel> _levels = [];
    private BookLevel[] _buffer = new BookLevel[16];

    /// <summary>The time at which the next one expires; <see cref="SimulatedTime.Never"/> when none does.</summary>
    public SimulatedTime NextExpiry
    {
        get
        {
            SimulatedTime next = SimulatedTime.Never;
            foreach (NewOrder order in _resting)
            {
                next = ExpiryOf(order) < next ? ExpiryOf(order) : next;
            }

            return next;
        }
    }

    /// <summary>Open orders of an account, oldest first.</summary>
    public IEnumerable<NewOrder> Of(AccountId account) => _resting.Where(order => order.Account == account);

    public void Submit<TSink>(in NewOrder order, OrderBook book, SimulatedTime now, ref TSink sink)
        where TSink : struct, IBookEventSink
    {
        long available = FindLevels(order, book);
        EventReason refusal = _checks.OfNewOrder(order, now);
        if (refusal == EventReason.None)
        {
            refusal = order switch
            {
                { PostOnly: true } when available > 0 => EventReason.WouldTakeLiquidity,
                { TimeInForce: TimeInForce.FillOrKill } when available < order.Quantity.Lots => EventReason.CannotFillCompletely,
                _ => EventReason.None,
            };
        }

        if (refusal != EventReason.None)
        {
            sink.OnEvent(BookEvents.Refused(order, refusal, now));
            return;
        }

        sink.OnEvent(BookEvents.Accepted(order, now));
        Quantity open = order.Quantity;
        foreach (BookLevel level in _levels)
        {
            if (open == Quantity.Zero)
            {
                break;
            }

            var filled = new Quantity(Math.Min(open.Lots, level.Quantity.Lots));
            open -= filled;
            sink.OnEvent(Filled(order, level.Price, filled, open, now));
        }

        if (open > Quantity.Zero && order.Type == OrderType.Limit && order.TimeInForce != TimeInForce.ImmediateOrCancel)
        {
            _resting.Add(order with { Quantity = open });
        }
        else if (open > Quantity.Zero)
        {
            sink.OnEvent(BookEvents.ResidualCancelled(order, open, now));
        }
    }

    /// <returns>False when there is no such order here.</returns>
    public bool Cancel<TSink>(OrderId id, SimulatedTime now, ref TSink sink)
        where TSink : struct, IBookEventSink
    {
        int place = _resting.FindIndex(order => order.Id == id);
        if (place < 0)
        {
            return false;
        }

        NewOrder order = _resting[place];
        _resting.RemoveAt(place);
        sink.OnEvent(Left(order, BookEventKind.Cancelled, EventReason.Requested, now));
        return true;
    }

    public void Expire<TSink>(SimulatedTime now, ref TSink sink)
        where TSink : struct, IBookEventSink
    {
        for (int place = 0; place < _resting.Count; place++)
        {
            NewOrder order = _resting[place];
            if (ExpiryOf(order) <= now)
            {
                _resting.RemoveAt(place--);
                sink.OnEvent(Left(order, BookEventKind.Expired, EventReason.None, order.ExpiresAt));
            }
        }
    }

    /// <summary>Others have traded: fills what rests at that price or a better one.</summary>
    public void Traded<TSink>(Price price, Quantity traded, SimulatedTime now, ref TSink sink)
        where TSink : struct, IBookEventSink
    {
        for (int place = 0; place < _resting.Count; place++)
        {
            NewOrder order = _resting[place];
            bool isReached = order.Side == Side.Buy ? price <= order.Price : price >= order.Price;
            if (!isReached)
            {
                continue;
            }

            var filled = new Quantity(Math.Min(order.Quantity.Lots, traded.Lots));
            Quantity open = order.Quantity - filled;
            if (open == Quantity.Zero)
            {
                _resting.RemoveAt(place--);
            }
            else
            {
                _resting[place] = order with { Quantity = open };
            }

            sink.OnEvent(Filled(order, order.Price, filled, open, now));
        }
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_resting.Count);
        foreach (NewOrder order in _resting)
        {
            writer.WriteArrayHeader(8);
            writer.WriteInt64(order.Id.Value);
            writer.WriteInt64(order.Account.Value);
            writer.WriteInt64((byte)order.Side);
            writer.WriteInt64((byte)order.TimeInForce);
            writer.WriteBoolean(order.PostOnly);
            writer.WriteInt64(order.Price.Ticks);
            writer.WriteInt64(order.Quantity.Lots);
            writer.WriteInt64(order.ExpiresAt.Nanoseconds);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        _resting.Clear();
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(8);
            _resting.Add(new NewOrder(
                new OrderId(reader.ReadInt64()),
                new AccountId(reader.ReadInt32()),
                (Side)reader.ReadInt64(),
                OrderType.Limit,
                (TimeInForce)reader.ReadInt64(),
                reader.ReadBoolean(),
                new Price(reader.ReadInt64()),
                new Quantity(reader.ReadInt64()),
                new SimulatedTime(reader.ReadInt64())));
        }
    }

    // The levels that an order could take, and how many lots they hold together.
    private long FindLevels(in NewOrder order, OrderBook book)
    {
        _levels.Clear();
        Side opposite = order.Side == Side.Buy ? Side.Sell : Side.Buy;
        int count;
        while ((count = book.CopyLevels(opposite, _buffer)) == _buffer.Length && Sum(count) < order.Quantity.Lots)
        {
            _buffer = new BookLevel[2 * _buffer.Length];
        }

        long lots = 0;
        for (int level = 0; level < count; level++)
        {
            bool isWithin = order.Type == OrderType.Market
                || (order.Side == Side.Buy ? _buffer[level].Price <= order.Price : _buffer[level].Price >= order.Price);
            if (!isWithin)
            {
                break;
            }

            _levels.Add(_buffer[level]);
            lots += _buffer[level].Quantity.Lots;
        }

        return lots;
    }

    private long Sum(int count)
    {
        long lots = 0;
        for (int level = 0; level < count; level++)
        {
            lots += _buffer[level].Quantity.Lots;
        }

        return lots;
    }

    private static SimulatedTime ExpiryOf(in NewOrder order) =>
        order.TimeInForce == TimeInForce.GoodTillTime ? order.ExpiresAt : SimulatedTime.Never;

    private static BookEvent Filled(in NewOrder order, Price price, Quantity filled, Quantity open, SimulatedTime now) => new(
        BookEventKind.Traded, EventReason.None, order.Side, now, order.Id, order.Account, price, filled, open, default, House, Quantity.Zero);

    private static BookEvent Left(in NewOrder order, BookEventKind kind, EventReason reason, SimulatedTime time) => new(
        kind, reason, order.Side, time, order.Id, order.Account, order.Price, order.Quantity, Quantity.Zero, default, default, default);
}
