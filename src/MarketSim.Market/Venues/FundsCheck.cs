using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Venues;

/// <summary>
/// Refuses what an account cannot pay for: cash never falls below zero by its trades, and it sells nothing that it does not have. What its open
/// orders can still cost, fees included, is set aside; an order is checked when it arrives, against the book as it is then.
/// </summary>
/// <param name="limited">By account: whether it may trade only what it has.</param>
internal sealed class FundsCheck(IReadOnlyList<bool> limited, FeeSchedule fees)
{
    private const long FeeDenominator = 100_000_000;

    private readonly long _feeRate = Math.Max(0, Math.Max(fees.MakerPerHundredMillion, fees.TakerPerHundredMillion));
    private readonly Dictionary<AccountId, List<OrderId>> _sent = [];
    private BookLevel[] _levels = new BookLevel[16];

    /// <summary>Whether an account cannot pay for a request; what it can pay for is remembered while it is open.</summary>
    /// <param name="shadows">Null where prices react to everybody.</param>
    public bool Refuses(in OrderRequest request, OrderBook book, ShadowOrders? shadows, Ledger ledger)
    {
        NewOrder order = request.Order;
        if (!limited[order.Account.Value] || order.Quantity.Lots <= 0 || request.Kind == RequestKind.Cancel)
        {
            return false;
        }

        Side side = order.Side;
        if (request.Kind == RequestKind.Amend)
        {
            if (!book.TryGetOrder(order.Id, out RestingOrder amended) || amended.Account != order.Account)
            {
                return false;
            }

            side = amended.Side;
        }

        Position position = ledger[order.Account];
        (Int128 cash, Int128 lots) = SetAside(order.Account, except: order.Id, book, shadows);
        if (side == Side.Sell ? position.Inventory - lots < order.Quantity.Lots : position.Cash - cash < CostOf(order, book))
        {
            return true;
        }

        if (request.Kind == RequestKind.Submit)
        {
            Remember(order.Account, order.Id);
        }

        return false;
    }

    /// <summary>After a restore: what rests in the book is what its owners have sent.</summary>
    public void Restore(OrderBook book)
    {
        _sent.Clear();
        var resting = new RestingOrder[book.OrderCount];
        int bids = book.CopyOrders(Side.Buy, resting);
        book.CopyOrders(Side.Sell, resting.AsSpan(bids));
        foreach (RestingOrder order in resting)
        {
            if (limited[order.Account.Value])
            {
                Remember(order.Account, order.Id);
            }
        }
    }

    private void Remember(AccountId account, OrderId order)
    {
        if (!_sent.TryGetValue(account, out List<OrderId>? orders))
        {
            _sent.Add(account, orders = []);
        }

        orders.Add(order);
    }

    /// <summary>Cash that open buy orders, and lots that open sell orders, can still take.</summary>
    private (Int128 Cash, Int128 Lots) SetAside(AccountId account, OrderId except, OrderBook book, ShadowOrders? shadows)
    {
        Int128 cash = 0, lots = 0;
        if (_sent.TryGetValue(account, out List<OrderId>? orders))
        {
            for (int place = orders.Count - 1; place >= 0; place--)
            {
                if (!book.TryGetOrder(orders[place], out RestingOrder order) || order.Account != account)
                {
                    orders.RemoveAt(place);
                }
                else if (order.Id != except)
                {
                    Add(order.Side, order.Price, order.OpenQuantity);
                }
            }
        }

        foreach (NewOrder order in shadows?.Of(account) ?? [])
        {
            Add(order.Side, order.Price, order.Quantity);
        }

        return (cash, lots);

        void Add(Side side, Price price, Quantity open)
        {
            if (side == Side.Buy)
            {
                cash += WithFees((Int128)price.Ticks * open.Lots, open.Lots);
            }
            else
            {
                lots += open.Lots;
            }
        }
    }

    private Int128 CostOf(in NewOrder order, OrderBook book)
    {
        if (order.Type != OrderType.Market)
        {
            return WithFees((Int128)order.Price.Ticks * order.Quantity.Lots, order.Quantity.Lots);
        }

        int count;
        while ((count = book.CopyLevels(Side.Sell, _levels)) == _levels.Length && Lots(count) < order.Quantity.Lots)
        {
            _levels = new BookLevel[2 * _levels.Length];
        }

        Int128 notional = 0;
        long left = order.Quantity.Lots;
        for (int level = 0; level < count && left > 0; level++)
        {
            long taken = Math.Min(left, _levels[level].Quantity.Lots);
            notional += (Int128)_levels[level].Price.Ticks * taken;
            left -= taken;
        }

        return WithFees(notional, order.Quantity.Lots - left);
    }

    private Int128 Lots(int count)
    {
        Int128 lots = 0;
        for (int level = 0; level < count; level++)
        {
            lots += _levels[level].Quantity.Lots;
        }

        return lots;
    }

    // Each fill's fee is rounded up, and there can be as many fills as lots.
    private Int128 WithFees(Int128 notional, long lots) => _feeRate == 0 || lots == 0 ? notional : notional + (notional * _feeRate / FeeDenominator) + lots + 1;
}
