namespace MarketSim.Results.Tables;

/// <summary>Tables of a run without a folder, in a cluster: rows wait in memory until a checkpoint keeps them as parts.</summary>
public sealed class PartOutputFiles : IOutputFiles
{
    /// <inheritdoc/>
    public IOutputFile Open(string name, long? length) => new PartOutputFile(name, length ?? 0);

    /// <inheritdoc/>
    public void FlushNames()
    {
    }

    private sealed class PartOutputFile(string name, long length) : IOutputFile
    {
        /// <summary>Bytes in one part: small enough to be sent in one piece anywhere.</summary>
        private const int PartBytes = 4 << 20;

        private readonly List<byte[]> _full = [];
        private byte[] _last = [];
        private int _lastLength;
        private long _committedLength = length;

        public string Name => name;

        public void Append(ReadOnlySpan<byte> rows)
        {
            while (!rows.IsEmpty)
            {
                if (_lastLength == _last.Length)
                {
                    Grow();
                }

                int count = Math.Min(rows.Length, _last.Length - _lastLength);
                rows[..count].CopyTo(_last.AsSpan(_lastLength));
                _lastLength += count;
                rows = rows[count..];
            }
        }

        public OutputFlush Flush()
        {
            var rows = new List<OutputRows>();
            foreach (ReadOnlyMemory<byte> content in _full.Select(full => new ReadOnlyMemory<byte>(full)).Append(_last.AsMemory(0, _lastLength)))
            {
                if (content.Length > 0)
                {
                    rows.Add(new OutputRows(name, _committedLength, content));
                    _committedLength += content.Length;
                }
            }

            _full.Clear();
            _last = [];
            _lastLength = 0;
            return new OutputFlush(name, _committedLength, rows);
        }

        public void Dispose()
        {
        }

        private void Grow()
        {
            if (_last.Length == PartBytes)
            {
                _full.Add(_last);
                _last = [];
                _lastLength = 0;
            }

            Array.Resize(ref _last, Math.Clamp(2 * _last.Length, 1 << 12, PartBytes));
        }
    }
}
