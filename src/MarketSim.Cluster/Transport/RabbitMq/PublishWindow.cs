namespace MarketSim.Cluster.Transport.RabbitMq;

/// <summary>
/// What is under way to the broker and not yet confirmed. It holds the one sender back while the broker is blocked or has enough to do, and
/// knows for how long the broker has taken nothing.
/// </summary>
internal sealed class PublishWindow(int mostBytes, TimeProvider time)
{
    private const int MostMessages = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, (string Inbox, int Length)> _underWay = [];
    private ulong _nextTag = 1;
    private ulong _firstTag = 1;
    private long _bytes;
    private long _lastProgress;
    private bool _isBlocked;
    private bool _isClosed;
    private TaskCompletionSource? _change;

    /// <summary>Waits until a message may be published, and counts it as under way; false when the connection has ended.</summary>
    public async ValueTask<bool> EnterAsync(string inbox, int length)
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
                    Register(inbox, length);
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
                if (_isClosed || _underWay.Count == 0)
                    return;

                change = NextChange();
            }

            await change.ConfigureAwait(false);
        }
    }

    /// <summary>The broker is done with a message, it took or refused it. Returns the inboxes concerned, in the order of the messages.</summary>
    /// <param name="isMultiple">True when it is done with everything up to this tag.</param>
    public IReadOnlyList<string> Settle(ulong tag, bool isMultiple)
    {
        var inboxes = new List<string>(1);
        lock (_lock)
        {
            if (!isMultiple)
                Remove(tag, inboxes);

            for (; isMultiple && _firstTag <= tag; _firstTag++)
                Remove(_firstTag, inboxes);

            _lastProgress = time.GetTimestamp();
            Changed();
        }

        return inboxes;
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
            return _isBlocked || _isClosed || _underWay.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(_lastProgress);
    }

    private bool HasRoom(int length) => !_isBlocked && (_underWay.Count == 0 || (_underWay.Count < MostMessages && _bytes + length <= mostBytes));

    private void Register(string inbox, int length)
    {
        if (_underWay.Count == 0)
        {
            _firstTag = _nextTag;
            _lastProgress = time.GetTimestamp();
        }

        _underWay.Add(_nextTag++, (inbox, length));
        _bytes += length;
    }

    private void Remove(ulong tag, List<string> inboxes)
    {
        if (!_underWay.Remove(tag, out (string Inbox, int Length) message))
            return;

        _bytes -= message.Length;
        inboxes.Add(message.Inbox);
    }

    private Task NextChange() => (_change ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Changed()
    {
        _change?.TrySetResult();
        _change = null;
    }
}
