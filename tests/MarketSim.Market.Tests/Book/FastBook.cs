using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Tests.Book;

/// <summary>The product's book in the harness.</summary>
internal sealed class FastBook(BookRules rules) : BookUnderTest
{
    private readonly MessagePackWriter _writer = new();
    private readonly BookLevel[] _levelBuffer = new BookLevel[4096];
    private RestingOrder[] _orderBuffer = new RestingOrder[64];
    private OrderBook _book = new(rules);

    public override SimulatedTime NextExpiry => _book.NextExpiry;

    public override int OrderCount => _book.OrderCount;

    public override Price? BestBid => _book.BestBid;

    public override Price? BestAsk => _book.BestAsk;

    public override Quantity BestBidQuantity => _book.BestBidQuantity;

    public override Quantity BestAskQuantity => _book.BestAskQuantity;

    public override void CopyOrders(Side side, List<RestingOrder> orders)
    {
        if (_orderBuffer.Length < _book.OrderCount)
        {
            _orderBuffer = new RestingOrder[_book.OrderCount * 2];
        }

        int count = _book.CopyOrders(side, _orderBuffer);
        orders.Clear();
        orders.AddRange(_orderBuffer.AsSpan(0, count));
    }

    public override void CopyLevels(Side side, List<BookLevel> levels)
    {
        int count = _book.CopyLevels(side, _levelBuffer);
        levels.Clear();
        levels.AddRange(_levelBuffer.AsSpan(0, count));
    }

    public override RestingOrder? Find(OrderId id) => _book.TryGetOrder(id, out RestingOrder order) ? order : null;

    protected override void Submit(in NewOrder order, SimulatedTime now)
    {
        ListSink sink = new(Events);
        _book.Submit(order, now, ref sink);
    }

    protected override void Cancel(OrderId order, AccountId account, SimulatedTime now)
    {
        ListSink sink = new(Events);
        _book.Cancel(order, account, now, ref sink);
    }

    protected override void Amend(OrderId order, AccountId account, Price price, Quantity openQuantity, SimulatedTime now)
    {
        ListSink sink = new(Events);
        _book.Amend(order, account, price, openQuantity, now, ref sink);
    }

    protected override void Expire(SimulatedTime now)
    {
        ListSink sink = new(Events);
        _book.Expire(now, ref sink);
    }

    protected override void SaveAndRestore()
    {
        _writer.Clear();
        _book.Save(_writer);
        MessagePackReader reader = new(_writer.Written);
        _book = OrderBook.Restore(rules, ref reader);
    }

    private readonly struct ListSink(List<BookEvent> events) : IBookEventSink
    {
        public void OnEvent(in BookEvent bookEvent) => events.Add(bookEvent);
    }
}
