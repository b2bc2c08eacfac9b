using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Book;

/// <summary>Counts events, and keeps nothing of them.</summary>
internal struct CountingSink : IBookEventSink
{
    public long Events { get; private set; }

    public void OnEvent(in BookEvent bookEvent) => Events++;
}

/// <summary>Sends a request to the product's book without a harness between them.</summary>
internal static class RequestSender
{
    public static void Send<TSink>(OrderBook book, BookRequest request, ref TSink sink)
        where TSink : struct, IBookEventSink
    {
        NewOrder order = request.Order;
        switch (request.Kind)
        {
            case RequestKind.Submit:
                book.Submit(order, request.Now, ref sink);
                break;
            case RequestKind.Cancel:
                book.Cancel(order.Id, order.Account, request.Now, ref sink);
                break;
            case RequestKind.Amend:
                book.Amend(order.Id, order.Account, order.Price, order.Quantity, request.Now, ref sink);
                break;
            case RequestKind.Expire:
                book.Expire(request.Now, ref sink);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(request), request.Kind, "Only requests to a book can be sent to one.");
        }
    }
}
