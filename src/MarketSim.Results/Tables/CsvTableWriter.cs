using System.Buffers.Text;
using System.Text;
using MarketSim.Numerics.Tables;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Results.Tables;

/// <summary>Appends rows to a comma-separated file without allocating per row.</summary>
internal sealed class CsvTableWriter : IDisposable
{
    private const int MaxNumberLength = 64;

    private readonly IOutputFile _file;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _length;
    private bool _isRowStart = true;

    /// <param name="file">Taken over.</param>
    /// <param name="columns">Written as the first row of a new file; null when the file continues.</param>
    public CsvTableWriter(IOutputFile file, IEnumerable<string>? columns)
    {
        _file = file;
        if (columns is null)
        {
            return;
        }

        foreach (string column in columns)
        {
            Text(column);
        }

        EndRow();
    }

    public void Number(long value)
    {
        Span<byte> cell = Next(MaxNumberLength);
        Utf8Formatter.TryFormat(value, cell, out int written);
        _length += written;
    }

    /// <summary>A count of units as a decimal number.</summary>
    public void Number(long count, DecimalUnit unit)
    {
        Span<byte> cell = Next(MaxNumberLength);
        _length += unit.Write(count, cell);
    }

    /// <summary>Writes a number with all its decimals.</summary>
    public void Number(decimal value)
    {
        value.TryFormat(Next(MaxNumberLength), out int written, default, System.Globalization.CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>Writes a number with as many digits as restore the same value.</summary>
    public void Number(double value)
    {
        value.TryFormat(Next(MaxNumberLength), out int written, "R", System.Globalization.CultureInfo.InvariantCulture);
        _length += written;
    }

    public void Text(string value)
    {
        string text = CsvField.Of(value);
        Span<byte> cell = Next(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, cell);
    }

    public void Empty() => Next(1);

    public void EndRow()
    {
        _buffer[_length++] = (byte)'\n';
        _isRowStart = true;
    }

    /// <summary>Makes everything written so far part of the next checkpoint.</summary>
    public OutputFlush Flush()
    {
        WriteBuffer();
        return _file.Flush();
    }

    /// <summary>Rows since the last <see cref="Flush"/> are discarded: no checkpoint knows them, and where they could not be written they cannot be now.</summary>
    public void Dispose() => _file.Dispose();

    // Room for one cell, its comma before it and the end of the row after it.
    private Span<byte> Next(int bytes)
    {
        if (_buffer.Length - _length < bytes + 2)
        {
            WriteBuffer();
        }

        if (!_isRowStart)
        {
            _buffer[_length++] = (byte)',';
        }

        _isRowStart = false;
        return _buffer.AsSpan(_length);
    }

    private void WriteBuffer()
    {
        _file.Append(_buffer.AsSpan(0, _length));
        _length = 0;
    }
}
