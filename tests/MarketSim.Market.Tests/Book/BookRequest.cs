using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Book;

internal enum RequestKind
{
    Submit,
    Cancel,
    Amend,
    Expire,
    SaveAndRestore,
}

/// <summary>One call of a book, as data: a sequence of them can be generated, replayed, cut short and printed.</summary>
internal sealed record BookRequest(RequestKind Kind, SimulatedTime Now, NewOrder Order)
{
    public static BookRequest Submit(NewOrder order, long now) => new(RequestKind.Submit, new SimulatedTime(now), order);

    public static BookRequest Cancel(long id, int account, long now) =>
        new(RequestKind.Cancel, new SimulatedTime(now), default(NewOrder) with { Id = new OrderId(id), Account = new AccountId(account) });

    public static BookRequest Amend(long id, int account, long price, long openQuantity, long now) =>
        new(
            RequestKind.Amend,
            new SimulatedTime(now),
            default(NewOrder) with { Id = new OrderId(id), Account = new AccountId(account), Price = new Price(price), Quantity = new Quantity(openQuantity) });

    public static BookRequest Expire(long now) => new(RequestKind.Expire, new SimulatedTime(now), default);

    public static BookRequest SaveAndRestore(long now) => new(RequestKind.SaveAndRestore, new SimulatedTime(now), default);

    /// <summary>The request as a line of C# that makes it.</summary>
    public override string ToString()
    {
        NewOrder order = Order;
        (long id, int account, long now) = (order.Id.Value, order.Account.Value, Now.Nanoseconds);
        (long price, long quantity) = (order.Price.Ticks, order.Quantity.Lots);
        return Kind switch
        {
            RequestKind.Submit =>
                $"BookRequest.Submit(new NewOrder(new({id}), new({account}), Side.{order.Side}, OrderType.{order.Type}, TimeInForce.{order.TimeInForce}, "
                + $"{(order.PostOnly ? "true" : "false")}, new({price}), new({quantity}), new({order.ExpiresAt.Nanoseconds})), {now}),",
            RequestKind.Cancel => $"BookRequest.Cancel({id}, {account}, {now}),",
            RequestKind.Amend => $"BookRequest.Amend({id}, {account}, {price}, {quantity}, {now}),",
            RequestKind.Expire => $"BookRequest.Expire({now}),",
            _ => $"BookRequest.SaveAndRestore({now}),",
        };
    }
}
