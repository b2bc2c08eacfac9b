using CsCheck;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Book.Differential;

/// <summary>Short sequences of requests for CsCheck, which makes those that fail shorter and their numbers smaller.</summary>
internal static class BookRequestGen
{
    private const int MaxRequests = 40;
    private const int Accounts = 4;

    /// <summary>Of the rules of these sequences: few prices and small quantities, so that much meets.</summary>
    public static BookRules Rules { get; } = new() { MaximumPrice = new Price(9), MaximumQuantity = new Quantity(9) };

    /// <summary>Sequences whose times never go back; some requests break a rule.</summary>
    public static Gen<BookRequest[]> Sequences { get; } = Request().Array[0, MaxRequests].Select(InTime);

    private static Gen<Func<long, BookRequest>> Request()
    {
        Gen<long> id = Gen.Long[1, 8];
        Gen<long> price = Gen.Long[0, 10];
        Gen<long> quantity = Gen.Long[0, 10];
        Gen<Func<long, BookRequest>> submit = Gen.Select(
            id, price, quantity, Gen.Bool, Gen.Int[0, 5], Gen.Bool, Gen.Long[0, 6],
            (order, ticks, lots, buys, kind, isPostOnly, life) => (Func<long, BookRequest>)(now => BookRequest.Submit(Order(order, buys, kind, isPostOnly, ticks, lots, now + life), now)));
        Gen<Func<long, BookRequest>> cancel = id.Select(order => (Func<long, BookRequest>)(now => BookRequest.Cancel(order, Owner(order), now)));
        Gen<Func<long, BookRequest>> amend = Gen.Select(
            id, price, quantity, (order, ticks, lots) => (Func<long, BookRequest>)(now => BookRequest.Amend(order, Owner(order), ticks, lots, now)));
        Gen<Func<long, BookRequest>> expire = Gen.Const((Func<long, BookRequest>)BookRequest.Expire);
        Gen<Func<long, BookRequest>> restore = Gen.Const((Func<long, BookRequest>)BookRequest.SaveAndRestore);
        return Gen.Frequency((12, submit), (3, cancel), (4, amend), (1, expire), (1, restore));
    }

    private static NewOrder Order(long id, bool buys, int kind, bool isPostOnly, long price, long quantity, long expiry)
    {
        var order = new NewOrder(
            new OrderId(id), new AccountId(Owner(id)), buys ? Side.Buy : Side.Sell, OrderType.Limit, TimeInForce.GoodTillCancel, isPostOnly, new Price(price), new Quantity(quantity), default);
        return kind switch
        {
            0 => order with { Type = OrderType.Market },
            1 => order with { TimeInForce = TimeInForce.ImmediateOrCancel },
            2 => order with { TimeInForce = TimeInForce.FillOrKill },
            3 => order with { TimeInForce = TimeInForce.GoodTillTime, ExpiresAt = new SimulatedTime(expiry) },
            _ => order,
        };
    }

    private static int Owner(long id) => (int)(id % Accounts);

    private static BookRequest[] InTime(Func<long, BookRequest>[] requests) => [.. requests.Select(static (request, number) => request(1_000 + (2 * number)))];
}
