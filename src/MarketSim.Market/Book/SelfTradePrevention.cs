using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Book;

/// <summary>Keeps orders of one owner from trading with each other.</summary>
internal static class SelfTradePrevention
{
    /// <summary>Two orders of one owner meet: cancels or shortens them by the aggressor's mode.</summary>
    /// <param name="slot">The resting order.</param>
    /// <returns>Remainder of the aggressor's <paramref name="quantity"/>.</returns>
    public static Quantity Apply<TSink>(RestingOrders resting, int slot, in Aggressor aggressor, Quantity quantity, SimulatedTime now, ref TSink sink)
        where TSink : struct, IBookEventSink, allows ref struct
    {
        ref OrderSlot order = ref resting[slot];
        switch (aggressor.SelfTrades!.ModeOf(aggressor.Account))
        {
            case SelfTradeMode.CancelNewest:
                sink.OnEvent(BookEvents.SelfTradeCancelled(aggressor, quantity, Quantity.Zero, now));
                return Quantity.Zero;
            case SelfTradeMode.CancelOldest:
                TakeAway(resting, slot, order.Open, now, ref sink);
                return quantity;
            default:
                Quantity both = Quantity.Min(quantity, order.Open);
                TakeAway(resting, slot, both, now, ref sink);
                sink.OnEvent(BookEvents.SelfTradeCancelled(aggressor, both, quantity - both, now));
                return quantity - both;
        }
    }

    /// <summary>True when the orders of other owners can fill an order completely before prevention stops it.</summary>
    public static bool CanFill(RestingOrders resting, in NewOrder order, long worstRank, SelfTradeRules rules)
    {
        bool passesOver = rules.ModeOf(order.Account) == SelfTradeMode.CancelOldest;
        BookSide opposite = resting.Opposite(order.Side);
        Quantity available = Quantity.Zero;
        for (int level = opposite.BestLevel; level != 0 && opposite.Level(level).Rank <= worstRank; level = opposite.NextLevel(level))
        {
            for (int slot = opposite.Level(level).Head; slot != 0; slot = resting[slot].Next)
            {
                if (!rules.AreOneOwner(order.Account, resting[slot].Account))
                {
                    available += resting[slot].Open;
                }
                else if (!passesOver)
                {
                    return false;
                }

                if (available >= order.Quantity)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static void TakeAway<TSink>(RestingOrders resting, int slot, Quantity by, SimulatedTime now, ref TSink sink)
        where TSink : struct, IBookEventSink, allows ref struct
    {
        ref OrderSlot order = ref resting[slot];
        Quantity left = order.Open - by;
        sink.OnEvent(BookEvents.SelfTradeCancelled(order, by, left, now));
        if (left == Quantity.Zero)
        {
            resting.Remove(slot);
        }
        else
        {
            resting.SideOf(order.Side).Reduce(slot, by);
        }
    }
}
