using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Book;

/// <summary>An order that is about to trade with the resting ones.</summary>
/// <param name="ShownPrice">Its price in events; default for a market order.</param>
/// <param name="WorstRank">The worst rank of the opposite side that it trades at.</param>
/// <param name="SelfTrades">Null where it may trade with its owner's orders.</param>
internal readonly record struct Aggressor(OrderId Id, AccountId Account, Side Side, Price ShownPrice, long WorstRank, SelfTradeRules? SelfTrades);

/// <summary>Continuous trading: best price first, at one price the order that came first, always at the resting order's price.</summary>
internal static class Matching
{
    /// <returns>Remainder of <paramref name="quantity"/>.</returns>
    public static Quantity Match<TSink>(RestingOrders resting, in Aggressor aggressor, Quantity quantity, SimulatedTime now, ref TSink sink)
        where TSink : struct, IBookEventSink, allows ref struct
    {
        BookSide opposite = resting.Opposite(aggressor.Side);
        while (quantity.Lots > 0 && opposite.BestRank <= aggressor.WorstRank)
        {
            int slot = opposite.Level(opposite.BestLevel).Head;
            ref OrderSlot order = ref resting[slot];
            if (aggressor.SelfTrades is { } rules && rules.AreOneOwner(aggressor.Account, order.Account))
            {
                quantity = SelfTradePrevention.Apply(resting, slot, aggressor, quantity, now, ref sink);
                continue;
            }

            Quantity traded = Quantity.Min(quantity, order.Open);
            Quantity left = order.Open - traded;
            quantity -= traded;
            sink.OnEvent(new BookEvent(
                BookEventKind.Traded,
                EventReason.None,
                aggressor.Side,
                now,
                aggressor.Id,
                aggressor.Account,
                order.Price,
                traded,
                quantity,
                order.Id,
                order.Account,
                left));
            if (left.Lots == 0)
            {
                resting.Remove(slot);
            }
            else
            {
                opposite.Reduce(slot, traded);
            }
        }

        return quantity;
    }
}
