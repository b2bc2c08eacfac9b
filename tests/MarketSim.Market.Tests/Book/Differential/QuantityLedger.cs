using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Book.Differential;

/// <summary>Keeps the account of every lot from the events alone, and says when they do not add up.</summary>
internal sealed class QuantityLedger
{
    private readonly Dictionary<OrderId, (Side Side, long Open)> _live = [];
    private long _submitted;
    private long _bought;
    private long _sold;
    private long _takenOut;
    private long _open;

    /// <returns>What is wrong after this event; null when all is conserved.</returns>
    public string? Take(in BookEvent happened)
    {
        string? wrong = happened.Kind switch
        {
            BookEventKind.Accepted => Accept(happened),
            BookEventKind.Traded => Trade(happened),
            BookEventKind.Cancelled or BookEventKind.Expired => TakeOut(happened),
            BookEventKind.Amended => Amend(happened),
            _ => null,
        };
        if (wrong is null && _bought != _sold)
        {
            wrong = $"bought {_bought} but sold {_sold}";
        }

        if (wrong is null && _open != _submitted - _bought - _sold - _takenOut)
        {
            wrong = $"open {_open} is not submitted {_submitted} less bought {_bought} less sold {_sold} less taken out {_takenOut}";
        }

        return wrong is null ? null : $"conservation: {wrong}, after {EventText.Of(happened)}";
    }

    /// <returns>How the book differs from what the events say rests; null when it does not.</returns>
    public string? Compare(List<RestingOrder> bids, List<RestingOrder> asks)
    {
        if (bids.Count + asks.Count != _live.Count)
        {
            return $"conservation: {bids.Count + asks.Count} orders rest, {_live.Count} by the events";
        }

        return Compare(bids) ?? Compare(asks);
    }

    private string? Compare(List<RestingOrder> orders)
    {
        foreach (RestingOrder order in orders)
        {
            if (!_live.TryGetValue(order.Id, out (Side Side, long Open) kept) || kept != (order.Side, order.OpenQuantity.Lots))
            {
                return $"conservation: {order} rests, but by the events {kept} does";
            }
        }

        return null;
    }

    private string? Accept(in BookEvent happened)
    {
        _submitted += happened.Quantity.Lots;
        _open += happened.Quantity.Lots;
        return _live.TryAdd(happened.Order, (happened.Side, happened.Quantity.Lots)) ? null : "the id is in use";
    }

    private string? Trade(in BookEvent happened) =>
        happened.Quantity.Lots <= 0
            ? "nothing was traded"
            : Fill(happened.Order, happened.Side, happened.Quantity, happened.Remaining)
              ?? Fill(happened.RestingOrder, happened.Side == Side.Buy ? Side.Sell : Side.Buy, happened.Quantity, happened.RestingRemaining);

    private string? Fill(OrderId id, Side side, Quantity quantity, Quantity remaining)
    {
        if (!_live.TryGetValue(id, out (Side Side, long Open) order) || order.Side != side)
        {
            return $"no such order {id.Value} on that side";
        }

        if (side == Side.Buy)
        {
            _bought += quantity.Lots;
        }
        else
        {
            _sold += quantity.Lots;
        }

        return Change(id, side, order.Open - quantity.Lots, remaining);
    }

    private string? TakeOut(in BookEvent happened)
    {
        if (!_live.TryGetValue(happened.Order, out (Side Side, long Open) order))
        {
            return "no such order";
        }

        _takenOut += happened.Quantity.Lots;
        return Change(happened.Order, order.Side, order.Open - happened.Quantity.Lots, happened.Remaining);
    }

    private string? Amend(in BookEvent happened)
    {
        if (!_live.TryGetValue(happened.Order, out (Side Side, long Open) order))
        {
            return "no such order";
        }

        _submitted += happened.Quantity.Lots - order.Open;
        return Change(happened.Order, order.Side, happened.Quantity.Lots, happened.Remaining);
    }

    private string? Change(OrderId id, Side side, long open, Quantity reported)
    {
        _open += open - _live[id].Open;
        if (open == 0)
        {
            _live.Remove(id);
        }
        else
        {
            _live[id] = (side, open);
        }

        return open == reported.Lots ? null : $"order {id.Value} has {open} open, reported {reported.Lots}";
    }
}
