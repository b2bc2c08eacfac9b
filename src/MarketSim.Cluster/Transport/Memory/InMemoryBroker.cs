namespace MarketSim.Cluster.Transport.Memory;

/// <summary>A broker within one process, for tests and demonstrations: what <see cref="InMemoryTransport"/>s of the same broker send reaches each other.</summary>
/// <remarks>It has no thread and no clock. Safe for calls from several threads.</remarks>
public sealed class InMemoryBroker
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, InMemoryConnection> _inboxes = new(StringComparer.Ordinal);
    private readonly Queue<(InMemoryConnection Sender, string Inbox, byte[] Body)> _waiting = new();
    private readonly DeliveryQueue _deliveries;
    private bool _isStopped;
    private bool _isBlocked;

    /// <param name="schedule">Runs the delivery that it is given, once; null: at once, on the thread that caused it.</param>
    public InMemoryBroker(Action<Action>? schedule = null) => _deliveries = new DeliveryQueue(schedule ?? (static deliver => deliver()));

    /// <summary>Ends every connection, and refuses new ones until <see cref="Start"/>.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            _isBlocked = false;
            _waiting.Clear();
            foreach (InMemoryConnection connection in _inboxes.Values)
                _deliveries.Enqueue(connection.Lose);

            _inboxes.Clear();
        }

        _deliveries.Deliver();
    }

    public void Start()
    {
        lock (_lock)
            _isStopped = false;
    }

    /// <summary>Takes nothing for now (or does again); what is sent meanwhile waits.</summary>
    public void Block(bool isBlocked)
    {
        lock (_lock)
        {
            if (_isBlocked == isBlocked)
                return;

            _isBlocked = isBlocked;
            foreach (InMemoryConnection connection in _inboxes.Values)
                _deliveries.Enqueue(() => connection.Tell(listener => listener.Blocked(isBlocked)));

            while (!isBlocked && _waiting.TryDequeue(out var message))
                Route(message.Sender, message.Inbox, message.Body);
        }

        _deliveries.Deliver();
    }

    internal void Add(InMemoryConnection connection)
    {
        lock (_lock)
        {
            if (_isStopped)
                throw new TransportException("The broker is stopped", isPermanent: false);

            if (!_inboxes.TryAdd(connection.Inbox, connection))
                throw new TransportException($"Inbox {connection.Inbox} is taken by another connection; connect under a name nobody else uses", isPermanent: true);
        }
    }

    internal void Remove(InMemoryConnection connection)
    {
        lock (_lock)
        {
            if (IsConnected(connection))
                _inboxes.Remove(connection.Inbox);
        }
    }

    internal void Send(InMemoryConnection sender, string inbox, ReadOnlyMemory<byte> body)
    {
        lock (_lock)
        {
            if (!IsConnected(sender))
                return;

            // A copy: the sender may send the same bytes elsewhere, the receiver may change its own.
            byte[] copy = body.ToArray();
            if (_isBlocked)
                _waiting.Enqueue((sender, inbox, copy));
            else
                Route(sender, inbox, copy);
        }

        _deliveries.Deliver();
    }

    private bool IsConnected(InMemoryConnection connection) => _inboxes.GetValueOrDefault(connection.Inbox) == connection;

    private void Route(InMemoryConnection sender, string inbox, byte[] body)
    {
        if (_inboxes.TryGetValue(inbox, out InMemoryConnection? receiver))
            _deliveries.Enqueue(() => receiver.Tell(listener => listener.Received(body)));
        else
            _deliveries.Enqueue(() => sender.Tell(listener => listener.Undeliverable(inbox)));
    }
}
