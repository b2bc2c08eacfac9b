using MarketSim.Market.Orders;

namespace MarketSim.Market.Book;

public sealed partial class OrderBook
{
    /// <summary>Number of resting orders.</summary>
    public int OrderCount => _resting.Count;

    /// <summary>Highest bid; null without bids.</summary>
    public Price? BestBid => BestPrice(Side.Buy);

    /// <summary>Lowest ask; null without asks.</summary>
    public Price? BestAsk => BestPrice(Side.Sell);

    /// <summary>Quantity at the highest bid; zero when there is none.</summary>
    public Quantity BestBidQuantity => BestQuantity(Side.Buy);

    /// <summary>Quantity at the lowest ask; zero when there is none.</summary>
    public Quantity BestAskQuantity => BestQuantity(Side.Sell);

    /// <summary>Copies the best levels of one side, best first, as many as there are and fit.</summary>
    /// <returns>Number of copied entries.</returns>
    public int CopyLevels(Side side, Span<BookLevel> levels)
    {
        BookSide own = _resting.SideOf(side);
        int count = 0;
        for (int index = own.BestLevel; index != 0 && count < levels.Length; index = own.NextLevel(index))
        {
            ref PriceLevel level = ref own.Level(index);
            levels[count++] = new BookLevel(own.PriceOf(level.Rank), level.Quantity, level.Orders);
        }

        return count;
    }

    /// <summary>Copies the orders of one side, best price first, at one price the first in the queue first, as many as there are and fit.</summary>
    /// <returns>Number of copied entries.</returns>
    public int CopyOrders(Side side, Span<RestingOrder> orders)
    {
        BookSide own = _resting.SideOf(side);
        int count = 0;
        for (int index = own.BestLevel; index != 0; index = own.NextLevel(index))
        {
            for (int slot = own.Level(index).Head; slot != 0; slot = _resting[slot].Next)
            {
                if (count == orders.Length)
                {
                    return count;
                }

                orders[count++] = _resting.View(slot);
            }
        }

        return count;
    }

    /// <returns>False when no such order rests.</returns>
    public bool TryGetOrder(OrderId id, out RestingOrder order)
    {
        int slot = _resting.Find(id);
        order = slot == 0 ? default : _resting.View(slot);
        return slot != 0;
    }

    private Price? BestPrice(Side side)
    {
        BookSide own = _resting.SideOf(side);
        return own.BestLevel == 0 ? null : own.PriceOf(own.BestRank);
    }

    private Quantity BestQuantity(Side side)
    {
        BookSide own = _resting.SideOf(side);
        return own.BestLevel == 0 ? Quantity.Zero : own.Level(own.BestLevel).Quantity;
    }
}
