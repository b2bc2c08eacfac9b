using MarketSim.Reporting.Series;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Realism;

/// <summary>A parent order as its trades show it.</summary>
/// <param name="Sign">1 for a purchase, -1 for a sale.</param>
/// <param name="Quantity">Shares traded.</param>
/// <param name="Trades">Fills, of children that took and that rested.</param>
internal sealed record ParentTrades(int Sign, double Quantity, double FirstSeconds, double LastSeconds, int Trades)
{
    public double DurationSeconds => LastSeconds - FirstSeconds;
}

/// <summary>Puts the trades of parent orders together.</summary>
internal sealed class ParentOrderTape(EpisodeBorders borders)
{
    private readonly Dictionary<(int Episode, long Parent), ParentTrades> _parents = [];

    public void Add(in Trade trade)
    {
        Add(trade, trade.AggressorParent, trade.BuyerInitiated ? 1 : -1);
        Add(trade, trade.RestingParent, trade.BuyerInitiated ? -1 : 1);
    }

    /// <summary>The parent orders in order of their beginning.</summary>
    public IReadOnlyList<ParentTrades> Parents() => [.. _parents.Values.OrderBy(parent => parent.FirstSeconds).ThenBy(parent => parent.Quantity)];

    // A parent that continues over a border counts there as another one: prices are not compared over it.
    private void Add(in Trade trade, long parent, int sign)
    {
        if (parent == 0)
        {
            return;
        }

        (int, long) key = (borders.Of(trade.TimeSeconds), parent);
        ParentTrades known = _parents.GetValueOrDefault(key) ?? new ParentTrades(sign, 0, trade.TimeSeconds, trade.TimeSeconds, 0);
        _parents[key] = known with { Quantity = known.Quantity + trade.Quantity, LastSeconds = trade.TimeSeconds, Trades = known.Trades + 1 };
    }
}
