namespace MarketSim.Results.Tables;

/// <summary>The columns of the levels of one side in <c>book.csv</c>: <c>bid_1,bid_1_quantity,bid_2,…</c>, as far as they go.</summary>
public sealed class BookLevels
{
    private readonly CsvTableReader _table;
    private readonly List<(int Price, int Quantity)> _columns = [];

    /// <param name="side"><c>bid</c> or <c>ask</c>.</param>
    internal BookLevels(CsvTableReader table, string side)
    {
        _table = table;
        for (int level = 1; table.TryColumn($"{side}_{level}", out int price); level++)
        {
            _columns.Add((price, table.Column($"{side}_{level}_quantity")));
        }
    }

    /// <summary>Levels that the file has columns for.</summary>
    public int Count => _columns.Count;

    /// <summary>The level of the current row; false where the side is not that deep.</summary>
    public bool TryRead(int level, out double price, out double quantity)
    {
        price = _table.AboveZeroOrAbsent(_columns[level].Price);
        quantity = _table.AtLeastZeroOrZero(_columns[level].Quantity);
        return quantity > 0 && !double.IsNaN(price);
    }
}
