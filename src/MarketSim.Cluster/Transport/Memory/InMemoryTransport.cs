namespace MarketSim.Cluster.Transport.Memory;

/// <summary>The transport between the nodes of one process: no network, every connection is of one <see cref="InMemoryBroker"/>.</summary>
public sealed class InMemoryTransport(InMemoryBroker broker) : ITransport
{
    /// <inheritdoc />
    public Task<ITransportConnection> ConnectAsync(string inbox, ITransportListener listener, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(inbox);
        ct.ThrowIfCancellationRequested();
        var connection = new InMemoryConnection(broker, inbox, listener);
        broker.Add(connection);
        return Task.FromResult<ITransportConnection>(connection);
    }
}
