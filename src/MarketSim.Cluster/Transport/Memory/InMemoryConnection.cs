namespace MarketSim.Cluster.Transport.Memory;

internal sealed class InMemoryConnection(InMemoryBroker broker, string inbox, ITransportListener listener) : ITransportConnection
{
    private volatile bool _isEnded;

    public string Inbox => inbox;

    public void Send(string inbox, ReadOnlyMemory<byte> body)
    {
        SendArguments.Check(inbox, body);
        if (!_isEnded)
            broker.Send(this, inbox, body);
    }

    /// <summary>Nothing is heard after the end, not even what had arrived before.</summary>
    public void Tell(Action<ITransportListener> call)
    {
        if (!_isEnded)
            call(listener);
    }

    public void Lose()
    {
        if (_isEnded)
            return;

        _isEnded = true;
        listener.Lost("the broker was stopped");
    }

    public ValueTask DisposeAsync()
    {
        _isEnded = true;
        broker.Remove(this);
        return ValueTask.CompletedTask;
    }
}
