using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Book.Naive;

internal partial class NaiveOrderBook
{
    private EventReason Check(in NewOrder order, SimulatedTime now)
    {
        bool isMarket = order.Type == OrderType.Market;
        bool isImmediate = order.TimeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill;
        if (!Enum.IsDefined(order.Side) || !Enum.IsDefined(order.Type) || !Enum.IsDefined(order.TimeInForce))
        {
            return EventReason.CombinationNotAllowed;
        }

        if ((order.PostOnly && (isMarket || isImmediate)) || (isMarket && order.TimeInForce == TimeInForce.GoodTillTime))
        {
            return EventReason.CombinationNotAllowed;
        }

        EventReason reason = CheckQuantity(order.Quantity);
        if (reason == EventReason.None && !isMarket)
        {
            reason = CheckPrice(order.Price);
        }

        if (reason != EventReason.None)
        {
            return reason;
        }

        if (order.TimeInForce == TimeInForce.GoodTillTime && order.ExpiresAt <= now)
        {
            return EventReason.AlreadyExpired;
        }

        if (Find(order.Id) is not null)
        {
            return EventReason.OrderIdInUse;
        }

        List<RestingOrder> opposite = Opposite(order.Side);
        if (order.PostOnly && opposite.Count > 0 && Crosses(order, opposite[0]))
        {
            return EventReason.WouldTakeLiquidity;
        }

        if (order.TimeInForce == TimeInForce.FillOrKill && AvailableOfOthers(order) < order.Quantity.Lots)
        {
            return EventReason.CannotFillCompletely;
        }

        return EventReason.None;
    }

    private EventReason CheckAmendment(RestingOrder order, Price price, Quantity quantity)
    {
        EventReason reason = CheckQuantity(quantity);
        if (reason == EventReason.None)
        {
            reason = CheckPrice(price);
        }

        if (reason != EventReason.None)
        {
            return reason;
        }

        if (order.Price == price && order.OpenQuantity == quantity)
        {
            return EventReason.AmendmentChangesNothing;
        }

        Price? opposite = order.Side == Side.Buy ? BestAsk : BestBid;
        bool wouldTrade = opposite is { } best && (order.Side == Side.Buy ? best <= price : best >= price);
        return order.PostOnly && wouldTrade ? EventReason.WouldTakeLiquidity : EventReason.None;
    }

    private EventReason CheckQuantity(Quantity quantity)
    {
        if (quantity.Lots < 1)
        {
            return EventReason.QuantityNotPositive;
        }

        if (quantity > rules.MaximumQuantity)
        {
            return EventReason.QuantityTooLarge;
        }

        return quantity.Lots % rules.QuantityIncrement == 0 ? EventReason.None : EventReason.QuantityNotInLots;
    }

    private EventReason CheckPrice(Price price)
    {
        if (price.Ticks < 1 || price > rules.MaximumPrice)
        {
            return EventReason.PriceOutOfRange;
        }

        return price.Ticks % rules.PriceIncrement == 0 ? EventReason.None : EventReason.PriceNotOnTick;
    }
}
