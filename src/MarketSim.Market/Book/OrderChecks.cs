using System.Runtime.CompilerServices;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Book;

/// <summary>The checks of a request that need no look at the book.</summary>
internal sealed class OrderChecks(BookRules rules)
{
    private readonly long _priceIncrement = rules.PriceIncrement;
    private readonly long _quantityIncrement = rules.QuantityIncrement;
    private readonly Price _maximumPrice = rules.MaximumPrice;
    private readonly Quantity _maximumQuantity = rules.MaximumQuantity;

    public EventReason OfNewOrder(in NewOrder order, SimulatedTime now)
    {
        if (!IsCombinationAllowed(order))
        {
            return EventReason.CombinationNotAllowed;
        }

        EventReason reason = OfQuantity(order.Quantity);
        if (reason == EventReason.None && order.Type == OrderType.Limit)
        {
            reason = OfPrice(order.Price);
        }

        if (reason == EventReason.None && order.TimeInForce == TimeInForce.GoodTillTime && order.ExpiresAt <= now)
        {
            reason = EventReason.AlreadyExpired;
        }

        return reason;
    }

    public EventReason OfPriceAndQuantity(Price price, Quantity quantity)
    {
        EventReason reason = OfQuantity(quantity);
        return reason == EventReason.None ? OfPrice(price) : reason;
    }

    private EventReason OfQuantity(Quantity quantity)
    {
        if (quantity.Lots <= 0)
        {
            return EventReason.QuantityNotPositive;
        }

        if (quantity > _maximumQuantity)
        {
            return EventReason.QuantityTooLarge;
        }

        return IsMultiple(quantity.Lots, _quantityIncrement) ? EventReason.None : EventReason.QuantityNotInLots;
    }

    private EventReason OfPrice(Price price)
    {
        if (price.Ticks < 1 || price > _maximumPrice)
        {
            return EventReason.PriceOutOfRange;
        }

        return IsMultiple(price.Ticks, _priceIncrement) ? EventReason.None : EventReason.PriceNotOnTick;
    }

    private static bool IsCombinationAllowed(in NewOrder order)
    {
        if (order.Side > Side.Sell || order.TimeInForce > TimeInForce.GoodTillTime)
        {
            return false;
        }

        bool mayRest = order.TimeInForce is TimeInForce.GoodTillCancel or TimeInForce.GoodTillTime;
        return order.Type switch
        {
            OrderType.Limit => mayRest || !order.PostOnly,
            OrderType.Market => order.TimeInForce != TimeInForce.GoodTillTime && !order.PostOnly,
            _ => false,
        };
    }

    // Most instruments have increments of 1, and a 64-bit division costs more than all other checks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsMultiple(long value, long increment) => increment == 1 || value % increment == 0;
}
