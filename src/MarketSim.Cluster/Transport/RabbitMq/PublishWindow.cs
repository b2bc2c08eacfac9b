namespace MarketSim.Cluster.Transport.RabbitMq;

/// <summary>
/// What is under way to the broker and not yet confirmed. It holds the one sender back while the broker is blocked or has enough to do, and
/// knows for how long the broker has taken nothing.
/// </summary>
internal sealed class PublishWindow(int mostBytes, TimeProvider time)
{
    private const int MostMessages = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, int> _lengths = [];
    private ulong _nextTag = 1;
    private ulong _firstTag = 1;
    private long _bytes;
    private long _lastProgress;
    private bool _isBlocked;
    private bool _isClosed;
    private TaskCompletionSource? _change;

    /// <summary>Waits until a message may be published, and counts it as under way; false when the connection has ended.</summary>
    public async ValueTask<bool> EnterAsync(int length)
    {
        while (true)
        {
            Task change;
            lock (_lock)
            {
                if (_isClosed)
                    return false;

                if (HasRoom(length))
                {
                    Register(length);
                    return true;
                }

                change = NextChange();
            }

            await change.ConfigureAwait(false);
        }
    }

    /// <summary>Returns when everything is confirmed, or the connection has ended.</summary>
    public async Task EmptyAsync()
    {
        while (true)
        {
            Task change;
            lock (_lock)
            {
                if (_isClosed || _lengths.Count == 0)
                    return;

                change = NextChange();
            }

            await change.ConfigureAwait(false);
        }
    }

    /// <param name="isMultiple">Everything up to this tag is confirmed, as the protocol has it.</param>
    public void Confirmed(ulong tag, bool isMultiple)
    {
        lock (_lock)
        {
            if (!isMultiple)
                Remove(tag);

            for (; isMultiple && _firstTag <= tag; _firstTag++)
                Remove(_firstTag);

            _lastProgress = time.GetTimestamp();
            Changed();
        }
    }

    public void Block(bool isBlocked)
    {
        lock (_lock)
        {
            _isBlocked = isBlocked;
            _lastProgress = time.GetTimestamp();
            Changed();
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Changed();
        }
    }

    /// <summary>How long something has been under way without any of it being confirmed; zero while the broker is blocked, as it said so.</summary>
    public TimeSpan Stalled()
    {
        lock (_lock)
            return _isBlocked || _isClosed || _lengths.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(_lastProgress);
    }

    private bool HasRoom(int length) => !_isBlocked && (_lengths.Count == 0 || (_lengths.Count < MostMessages && _bytes + length <= mostBytes));

    private void Register(int length)
    {
        if (_lengths.Count == 0)
        {
            _firstTag = _nextTag;
            _lastProgress = time.GetTimestamp();
        }

        _lengths.Add(_nextTag++, length);
        _bytes += length;
    }

    private void Remove(ulong tag)
    {
        if (_lengths.Remove(tag, out int length))
            _bytes -= length;
    }

    private Task NextChange() => (_change ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Changed()
    {
        _change?.TrySetResult();
        _change = null;
    }
}
