using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Book;

/// <summary>What the fast book and the naive one have in common for a test: requests in, events and state out.</summary>
internal abstract class BookUnderTest
{
    /// <summary>The events of the last request.</summary>
    public List<BookEvent> Events { get; } = [];

    public abstract SimulatedTime NextExpiry { get; }

    public abstract int OrderCount { get; }

    public abstract Price? BestBid { get; }

    public abstract Price? BestAsk { get; }

    public abstract Quantity BestBidQuantity { get; }

    public abstract Quantity BestAskQuantity { get; }

    /// <summary>Replaces the contents of the list by a side's orders, in the order in which they would trade.</summary>
    public abstract void CopyOrders(Side side, List<RestingOrder> orders);

    public abstract void CopyLevels(Side side, List<BookLevel> levels);

    public abstract RestingOrder? Find(OrderId id);

    public void Apply(BookRequest request)
    {
        Events.Clear();
        NewOrder order = request.Order;
        switch (request.Kind)
        {
            case RequestKind.Submit:
                Submit(order, request.Now);
                break;
            case RequestKind.Cancel:
                Cancel(order.Id, order.Account, request.Now);
                break;
            case RequestKind.Amend:
                Amend(order.Id, order.Account, order.Price, order.Quantity, request.Now);
                break;
            case RequestKind.Expire:
                Expire(request.Now);
                break;
            default:
                SaveAndRestore();
                break;
        }
    }

    public List<RestingOrder> Orders(Side side)
    {
        List<RestingOrder> orders = [];
        CopyOrders(side, orders);
        return orders;
    }

    public List<BookLevel> Levels(Side side)
    {
        List<BookLevel> levels = [];
        CopyLevels(side, levels);
        return levels;
    }

    protected abstract void Submit(in NewOrder order, SimulatedTime now);

    protected abstract void Cancel(OrderId order, AccountId account, SimulatedTime now);

    protected abstract void Amend(OrderId order, AccountId account, Price price, Quantity openQuantity, SimulatedTime now);

    protected abstract void Expire(SimulatedTime now);

    protected abstract void SaveAndRestore();
}
