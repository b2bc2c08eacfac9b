using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Book.Naive;

internal partial class NaiveOrderBook
{
    /// <summary>Overridden by a deliberately broken book.</summary>
    protected virtual SelfTradeMode ModeOf(AccountId aggressor) =>
        aggressor.Value >= 0 && aggressor.Value < rules.SelfTrades.Accounts.Length ? rules.SelfTrades.Accounts[aggressor.Value].Mode : rules.SelfTrades.Mode;

    private long OwnerOf(AccountId account) =>
        account.Value >= 0 && account.Value < rules.SelfTrades.Accounts.Length ? rules.SelfTrades.Accounts[account.Value].Owner : long.MinValue + account.Value;

    private bool IsPrevented(AccountId aggressor, AccountId resting) => ModeOf(aggressor) != SelfTradeMode.Allow && OwnerOf(aggressor) == OwnerOf(resting);

    private Quantity Prevent(in NewOrder order, Quantity open, List<RestingOrder> opposite, SimulatedTime now)
    {
        RestingOrder resting = opposite[0];
        SelfTradeMode mode = ModeOf(order.Account);
        if (mode is SelfTradeMode.CancelOldest or SelfTradeMode.Decrement)
        {
            Quantity taken = mode == SelfTradeMode.CancelOldest || resting.OpenQuantity < open ? resting.OpenQuantity : open;
            Quantity left = resting.OpenQuantity - taken;
            Events.Add(new BookEvent(
                BookEventKind.Cancelled, EventReason.SelfTrade, resting.Side, now, resting.Id, resting.Account, resting.Price, taken, left, default, default, default));
            opposite.RemoveAt(0);
            if (left > Quantity.Zero)
            {
                opposite.Insert(0, resting with { OpenQuantity = left });
            }
        }

        if (mode is SelfTradeMode.CancelNewest or SelfTradeMode.Decrement)
        {
            Quantity taken = mode == SelfTradeMode.CancelNewest || open < resting.OpenQuantity ? open : resting.OpenQuantity;
            open -= taken;
            Price shown = order.Type == OrderType.Market ? default : order.Price;
            Add(BookEventKind.Cancelled, EventReason.SelfTrade, now, order, shown, taken, open);
        }

        return open;
    }

    /// <summary>What others offer a fill-or-kill order before it meets one of its owner's that is not cancelled out of its way.</summary>
    private long AvailableOfOthers(in NewOrder order)
    {
        long available = 0;
        foreach (RestingOrder resting in Opposite(order.Side))
        {
            if (!Crosses(order, resting))
            {
                continue;
            }

            if (!IsPrevented(order.Account, resting.Account))
            {
                available += resting.OpenQuantity.Lots;
            }
            else if (ModeOf(order.Account) != SelfTradeMode.CancelOldest)
            {
                break;
            }
        }

        return available;
    }
}
