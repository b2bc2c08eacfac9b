using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Results.Tables;

/// <summary>Writes the columns of <c>trades.csv</c>; the caller writes further ones before or after them, and ends the row.</summary>
internal sealed class TradeTableWriter(CsvTableWriter file, Instrument instrument)
{
    private readonly DecimalUnit _price = DecimalUnit.Of(instrument.TickSize);
    private readonly DecimalUnit _quantity = DecimalUnit.Of(instrument.LotSize);

    public static IReadOnlyList<string> Columns { get; } =
        ["tick", "time_seconds", "price", "quantity", "aggressor_side", "aggressor", "resting", "aggressor_order", "resting_order"];

    /// <summary>Optional columns that follow the others: the parents of both orders.</summary>
    public static IReadOnlyList<string> ParentColumns { get; } = ["aggressor_parent", "resting_parent"];

    public void Write(long tick, in BookEvent trade)
    {
        file.Number(tick);
        file.Number(trade.Time.Nanoseconds, DecimalUnit.Nanosecond);
        file.Number(trade.Price.Ticks, _price);
        file.Number(trade.Quantity.Lots, _quantity);
        file.Text(trade.Side == Side.Buy ? "buy" : "sell");
        file.Number(trade.Account.Value);
        file.Number(trade.RestingAccount.Value);
        file.Number(trade.Order.Value);
        file.Number(trade.RestingOrder.Value);
    }

    public void WriteParents(in BookEvent trade)
    {
        Parent(trade.Account, trade.Parent);
        Parent(trade.RestingAccount, trade.RestingParent);
    }

    // Named as orders are, by account and number; empty for an order that is no part of a larger one.
    private void Parent(AccountId account, int parent)
    {
        if (parent == 0)
        {
            file.Empty();
        }
        else
        {
            file.Number(OrderId.Of(account, parent).Value);
        }
    }
}
