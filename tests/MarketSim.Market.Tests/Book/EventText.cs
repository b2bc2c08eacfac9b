using MarketSim.Market.Book;

namespace MarketSim.Market.Tests.Book;

/// <summary>Events and queues as a trader would write them down, so that the expected ones can be read.</summary>
internal static class EventText
{
    public static string Of(BookEvent happened)
    {
        (long id, long quantity, long price) = (happened.Order.Value, happened.Quantity.Lots, happened.Price.Ticks);
        return happened.Kind switch
        {
            BookEventKind.Accepted => $"accepted {id}",
            BookEventKind.Refused => $"refused {id}: {happened.Reason}",
            BookEventKind.Traded =>
                $"{id} {(happened.Side == Market.Orders.Side.Buy ? "buys" : "sells")} {quantity} @ {price} with {happened.RestingOrder.Value}, "
                + $"left {happened.Remaining.Lots} and {happened.RestingRemaining.Lots}",
            BookEventKind.Cancelled when happened.Remaining.Lots > 0 => $"cancelled {id}: {quantity} {happened.Reason}, left {happened.Remaining.Lots}",
            BookEventKind.Cancelled => $"cancelled {id}: {quantity} {happened.Reason}",
            BookEventKind.Amended => $"amended {id}: {quantity} @ {price}",
            BookEventKind.Expired => $"expired {id}: {quantity} at {happened.Time.Nanoseconds}",
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.Kind, "Unknown kind of event."),
        };
    }

    /// <summary>For example <c>100: 1x10 2x5; 99: 3x7</c>: at each price the queue, first in time first, as id x open quantity.</summary>
    public static string Of(IEnumerable<RestingOrder> queue) =>
        string.Join("; ", queue
            .GroupBy(order => order.Price)
            .Select(level => $"{level.Key.Ticks}: {string.Join(' ', level.Select(order => $"{order.Id.Value}x{order.OpenQuantity.Lots}"))}"));
}
