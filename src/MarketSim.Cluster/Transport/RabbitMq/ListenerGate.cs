namespace MarketSim.Cluster.Transport.RabbitMq;

/// <summary>Lets one call at a time through to the listener, and none after the end: the client library calls from several threads.</summary>
internal sealed class ListenerGate(ITransportListener listener)
{
    private readonly Lock _lock = new();
    private bool _isOpen;
    private bool _isClosed;
    private string? _earlyLoss;

    /// <summary>
    /// From here on a loss is told. Returns the reason of one that came before, else null: that one belongs to who connects, not to the listener.
    /// </summary>
    public string? Open()
    {
        lock (_lock)
        {
            _isOpen = true;
            return _earlyLoss;
        }
    }

    public void Received(ReadOnlyMemory<byte> body)
    {
        lock (_lock)
        {
            if (!_isClosed)
                listener.Received(body);
        }
    }

    public void Undeliverable(string inbox)
    {
        lock (_lock)
        {
            if (!_isClosed)
                listener.Undeliverable(inbox);
        }
    }

    public void Blocked(bool isBlocked)
    {
        lock (_lock)
        {
            if (!_isClosed)
                listener.Blocked(isBlocked);
        }
    }

    /// <summary>Tells the loss and closes; false when it was closed already, or is not open yet.</summary>
    public bool Lost(string reason)
    {
        lock (_lock)
        {
            if (!_isOpen)
                _earlyLoss ??= reason;

            if (_isClosed || !_isOpen)
                return false;

            _isClosed = true;
            listener.Lost(reason);
            return true;
        }
    }

    /// <summary>Closes without a word; false when it was closed already.</summary>
    public bool Close()
    {
        lock (_lock)
        {
            bool wasOpen = !_isClosed;
            _isClosed = true;
            return wasOpen;
        }
    }
}
