using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Venues;

/// <summary>
/// Refuses what an account cannot pay for, by its <see cref="FundsRule"/>. What its open orders can still do is set aside; an order is checked when it
/// arrives, against the book as it is then.
/// </summary>
/// <remarks>
/// Limited: cash never falls below zero by trades, fees included, and nothing is sold that is not there. Margin: if the open orders of the order's side
/// and the order itself all fill, the position at the last price is worth at most the leverage times the equity, which is cash and inventory at the last
/// price less the order's fees and what it pays beyond the last price. What only brings the position towards zero is never refused. Equity that falls
/// later closes nothing: it is an initial margin, not a maintenance margin.
/// </remarks>
internal sealed class FundsCheck(IReadOnlyList<FundsRule> rules, FeeSchedule fees)
{
    private const long FeeDenominator = 100_000_000;

    private readonly long _feeRate = Math.Max(0, Math.Max(fees.MakerPerHundredMillion, fees.TakerPerHundredMillion));
    private readonly Dictionary<AccountId, List<OrderId>> _sent = [];
    private BookLevel[] _levels = new BookLevel[16];

    /// <summary>True when an account cannot pay for a request. An order that it can pay for is recorded while it is open.</summary>
    /// <param name="shadows">Null where prices react to everybody.</param>
    public bool Refuses(in OrderRequest request, OrderBook book, ShadowOrders? shadows, Ledger ledger, Price lastPrice)
    {
        NewOrder order = request.Order;
        FundsRule rule = rules[order.Account.Value];
        if (rule.Kind == FundsKind.Unlimited || order.Quantity.Lots <= 0 || request.Kind == RequestKind.Cancel)
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
        OpenOrders open = OpenOrdersOf(order.Account, except: order.Id, book, shadows);
        bool isTooMuch = rule.Kind == FundsKind.Limited
            ? Overdraws(order, side, position, open, book)
            : Exceeds(rule, order, side, position, open, book, lastPrice);
        if (isTooMuch)
        {
            return true;
        }

        if (request.Kind == RequestKind.Submit)
        {
            Remember(order.Account, order.Id);
        }

        return false;
    }

    /// <summary>Restores the open orders from the book.</summary>
    public void Restore(OrderBook book)
    {
        _sent.Clear();
        var resting = new RestingOrder[book.OrderCount];
        int bids = book.CopyOrders(Side.Buy, resting);
        book.CopyOrders(Side.Sell, resting.AsSpan(bids));
        foreach (RestingOrder order in resting)
        {
            if (rules[order.Account.Value].Kind != FundsKind.Unlimited)
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

    private bool Overdraws(in NewOrder order, Side side, in Position position, OpenOrders open, OrderBook book)
    {
        if (side == Side.Sell)
        {
            return position.Inventory - open.SellLots < order.Quantity.Lots;
        }

        (Int128 notional, long lots) = NotionalOf(order, side, book);
        return position.Cash - open.BuyCost < notional + FeesOf(notional, lots);
    }

    private bool Exceeds(FundsRule rule, in NewOrder order, Side side, in Position position, OpenOrders open, OrderBook book, Price lastPrice)
    {
        Int128 lots = side == Side.Buy
            ? position.Inventory + open.BuyLots + order.Quantity.Lots
            : open.SellLots + order.Quantity.Lots - position.Inventory;
        if (lots <= 0)
        {
            return false;
        }

        (Int128 notional, long filled) = NotionalOf(order, side, book);
        Int128 atLastPrice = (Int128)lastPrice.Ticks * filled;
        Int128 lost = side == Side.Buy ? notional - atLastPrice : atLastPrice - notional;
        Int128 equity = position.Cash + ((Int128)position.Inventory * lastPrice.Ticks) - FeesOf(notional, filled) - Int128.Max(0, lost);
        return rule.IsExceededBy(lots * lastPrice.Ticks, equity);
    }

    /// <summary>The cost and the lots of an account's open orders, if all of them fill.</summary>
    private OpenOrders OpenOrdersOf(AccountId account, OrderId except, OrderBook book, ShadowOrders? shadows)
    {
        OpenOrders open = default;
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

        return open;

        void Add(Side side, Price price, Quantity quantity)
        {
            Int128 notional = (Int128)price.Ticks * quantity.Lots;
            open = side == Side.Buy
                ? open with { BuyCost = open.BuyCost + notional + FeesOf(notional, quantity.Lots), BuyLots = open.BuyLots + quantity.Lots }
                : open with { SellLots = open.SellLots + quantity.Lots };
        }
    }

    /// <summary>The notional value of an order at its limit or, of a market order, against the book, in tick·lots; and the lots that it trades.</summary>
    private (Int128 Notional, long Lots) NotionalOf(in NewOrder order, Side side, OrderBook book)
    {
        if (order.Type != OrderType.Market)
        {
            return ((Int128)order.Price.Ticks * order.Quantity.Lots, order.Quantity.Lots);
        }

        Side opposite = side == Side.Buy ? Side.Sell : Side.Buy;
        int count;
        while ((count = book.CopyLevels(opposite, _levels)) == _levels.Length && Lots(count) < order.Quantity.Lots)
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

        return (notional, order.Quantity.Lots - left);
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
    private Int128 FeesOf(Int128 notional, long lots) => _feeRate == 0 || lots == 0 ? 0 : (notional * _feeRate / FeeDenominator) + lots + 1;

    private readonly record struct OpenOrders(Int128 BuyCost, Int128 BuyLots, Int128 SellLots);
}
