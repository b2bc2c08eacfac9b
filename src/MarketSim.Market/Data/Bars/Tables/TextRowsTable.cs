using System.Text;

namespace MarketSim.Market.Data.Bars.Tables;

/// <summary>Rows that come as texts, from files that are not text.</summary>
internal sealed class TextRowsTable(IEnumerable<string?[]> rows) : BarTable
{
    private readonly IEnumerator<string?[]> _rows = rows.GetEnumerator();
    private byte[] _field = new byte[64];
    private long _line;

    public override int FieldCount => _rows.Current.Length;

    public override long Line => _line;

    public override bool Read()
    {
        _line++;
        return _rows.MoveNext();
    }

    public override ReadOnlySpan<byte> Field(int column)
    {
        string text = _rows.Current[column]?.Trim() ?? string.Empty;
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_field.Length < most)
        {
            _field = new byte[most];
        }

        return _field.AsSpan(0, Encoding.UTF8.GetBytes(text, _field));
    }

    public override void Dispose() => _rows.Dispose();
}
