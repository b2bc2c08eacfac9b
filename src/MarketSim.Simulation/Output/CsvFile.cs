using System.Buffers.Text;
using System.Text;
using MarketSim.Simulation.Checkpoints;

namespace MarketSim.Simulation.Output;

/// <summary>
/// Appends rows to a comma-separated file without allocating per row. It knows how long the file is, so that a run that goes on from a
/// checkpoint can cut off what came after it.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    private const int LongestNumber = 64;

    private readonly FileStream _stream;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _length;
    private bool _isRowStart = true;

    private CsvFile(string path, FileMode mode)
    {
        Name = Path.GetFileName(path);
        _stream = new FileStream(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public string Name { get; }

    public static CsvFile Create(string path, IEnumerable<string> columns)
    {
        var file = new CsvFile(path, FileMode.CreateNew);
        foreach (string column in columns)
        {
            file.Text(column);
        }

        file.EndRow();
        return file;
    }

    /// <summary>Opens a file and cuts it to the length it had at a checkpoint.</summary>
    /// <exception cref="RunFolderException">The file is shorter.</exception>
    public static CsvFile Reopen(string path, long length)
    {
        long found = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (found < length)
        {
            throw new RunFolderException($"{path} is {found} bytes long; the checkpoint needs {length}. It was changed after the run wrote it, so the run cannot go on.");
        }

        var file = new CsvFile(path, FileMode.Open);
        file._stream.SetLength(length);
        file._stream.Seek(0, SeekOrigin.End);
        return file;
    }

    public void Number(long value)
    {
        Span<byte> cell = Next(LongestNumber);
        Utf8Formatter.TryFormat(value, cell, out int written);
        _length += written;
    }

    /// <summary>A count of units as a decimal number.</summary>
    public void Number(long count, DecimalUnit unit)
    {
        Span<byte> cell = Next(LongestNumber);
        _length += unit.Write(count, cell);
    }

    /// <summary>With as many decimals as the value carries.</summary>
    public void Number(decimal value)
    {
        value.TryFormat(Next(LongestNumber), out int written, default, System.Globalization.CultureInfo.InvariantCulture);
        _length += written;
    }

    public void Text(string value)
    {
        bool mustQuote = value.AsSpan().IndexOfAny(",\"\r\n") >= 0;
        string text = mustQuote ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
        Span<byte> cell = Next(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, cell);
    }

    public void Empty() => Next(1);

    public void EndRow()
    {
        _buffer[_length++] = (byte)'\n';
        _isRowStart = true;
    }

    /// <summary>Writes everything down, to the disk, and returns the length of the file.</summary>
    public OutputLength Flush()
    {
        WriteBuffer();
        _stream.Flush(flushToDisk: true);
        return new OutputLength(Name, _stream.Length);
    }

    public void Dispose()
    {
        WriteBuffer();
        _stream.Dispose();
    }

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
        _stream.Write(_buffer, 0, _length);
        _length = 0;
    }
}
