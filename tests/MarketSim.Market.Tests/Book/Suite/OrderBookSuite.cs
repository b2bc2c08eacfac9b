using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Book.Suite;

/// <summary>What every book must do, run for the product's and for the naive one.</summary>
/// <remarks>In the tests order n belongs to account n, unless they say otherwise.</remarks>
public abstract partial class OrderBookSuite
{
    private BookUnderTest? _book;
    private long _now = 10;

    private protected abstract BookUnderTest CreateBook(BookRules rules);

    private BookUnderTest Book => _book ??= CreateBook(new BookRules { MaximumPrice = new Price(100_000_000), MaximumQuantity = new Quantity(1_000_000) });

    private string Bids => EventText.Of(Book.Orders(Side.Buy));

    private string Asks => EventText.Of(Book.Orders(Side.Sell));

    private void UseRules(BookRules rules) => _book = CreateBook(rules);

    private string[] Buy(long id, long quantity, long price) => Submit(Limit(Side.Buy, id, quantity, price));

    private string[] Sell(long id, long quantity, long price) => Submit(Limit(Side.Sell, id, quantity, price));

    private string[] Submit(NewOrder order) => Apply(BookRequest.Submit(order, _now));

    private string[] Cancel(long id, int? account = null) => Apply(BookRequest.Cancel(id, account ?? (int)id, _now));

    private string[] Amend(long id, long quantity, long price, int? account = null) => Apply(BookRequest.Amend(id, account ?? (int)id, price, quantity, _now));

    private string[] Expire(long now)
    {
        _now = now;
        return Apply(BookRequest.Expire(now));
    }

    private string[] Apply(BookRequest request)
    {
        Book.Apply(request);
        return Book.Events.Select(EventText.Of).ToArray();
    }

    private static NewOrder Limit(Side side, long id, long quantity, long price) =>
        new(
            new OrderId(id), new AccountId((int)id), side, OrderType.Limit, TimeInForce.GoodTillCancel, false,
            new Price(price), new Quantity(quantity), default);

    private static NewOrder Market(Side side, long id, long quantity) => Limit(side, id, quantity, 0) with { Type = OrderType.Market };

    private static NewOrder ImmediateOrCancel(Side side, long id, long quantity, long price) =>
        Limit(side, id, quantity, price) with { TimeInForce = TimeInForce.ImmediateOrCancel };

    private static NewOrder FillOrKill(Side side, long id, long quantity, long price) =>
        Limit(side, id, quantity, price) with { TimeInForce = TimeInForce.FillOrKill };

    private static NewOrder PostOnly(Side side, long id, long quantity, long price) => Limit(side, id, quantity, price) with { PostOnly = true };

    private static NewOrder GoodTill(long expiresAt, Side side, long id, long quantity, long price) =>
        Limit(side, id, quantity, price) with { TimeInForce = TimeInForce.GoodTillTime, ExpiresAt = new SimulatedTime(expiresAt) };
}
